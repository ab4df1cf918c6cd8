package io.github.ecrconsolidation.cleanup;

import java.util.ArrayList;
import java.util.List;

/**
 * How a run ended.
 *
 * @param plan the verdicts on everything that could be read
 * @param outcome what became of them
 * @param readFailures what could not be read, in words
 * @param readInTime whether there was time enough to read everything
 */
public record CleanupOutcome(
    CleanupPlan plan, CleanerOutcome outcome, List<String> readFailures, boolean readInTime) {

  public CleanupOutcome {
    readFailures = List.copyOf(readFailures);
  }

  /** Everything that keeps the run from counting as a success, in words. */
  public List<String> failures() {
    var failures = new ArrayList<>(readFailures);
    failures.addAll(outcome.failures());
    outcome.probeFailure().ifPresent(failures::add);
    return failures;
  }

  /** Whether nothing is left to be done by the next run but what has its reason to stay. */
  public boolean complete() {
    return readInTime && failures().isEmpty() && outcome.stop() == CleanerOutcome.Stop.DONE;
  }
}
