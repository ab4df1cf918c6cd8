package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run ended.
 *
 * @param plan the decisions on everything that could be read
 * @param state what became of them
 * @param readInTime whether there was time enough to read everything
 */
public record CleanupResult(CleanupPlan plan, RunState state, boolean readInTime) {

  /** Everything that keeps the run from counting as a success, in words. */
  public List<String> failures() {
    var failures = new ArrayList<>(state.failures());
    state.loss().ifPresent(failures::add);
    if (!readInTime) {
      failures.add(
          "the time was up before everything was read, so nothing was removed, and no later run"
              + " will do better: raise the function's timeout or memory");
    }
    return failures;
  }

  /** Why the run ended. */
  public Stop stop() {
    return readInTime ? state.stop() : Stop.OUT_OF_TIME;
  }

  /** Whether nothing is left for the next run but what has its reason to be kept. */
  public boolean complete() {
    return readInTime && failures().isEmpty() && state.stop() == Stop.DONE;
  }
}
