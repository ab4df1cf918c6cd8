package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.options.Options;
import java.util.Set;

/**
 * What a run is asked to do: the schedule's {@code Input}, or what an operator sends.
 *
 * @param dryRun says what it would request, and requests nothing
 * @param backfill requests everything missing, however old
 * @param preflight makes the preflight check alone
 */
record ReconcileInput(boolean dryRun, boolean backfill, boolean preflight) {
  private static final Set<String> OPTIONS = Set.of("dryRun", "backfill", "preflight");

  /**
   * Reads {@code text}, as {@link Options#ofInput} does.
   *
   * @throws IllegalArgumentException listing every problem at once
   */
  static ReconcileInput parse(String text) {
    var options = Options.ofInput(text, OPTIONS);
    var input =
        new ReconcileInput(
            options.flag("dryRun", false),
            options.flag("backfill", false),
            options.flag("preflight", false));
    if (input.preflight && (input.dryRun || input.backfill)) {
      options.problem("preflight requests nothing, so no other option may be given with it");
    }
    options.refuseProblems(
        "the input is not understood; expected {}, {\"dryRun\":true}, {\"backfill\":true}, both, or {\"preflight\":true}");
    return input;
  }

  /** One word for the report. */
  String mode() {
    if (preflight) {
      return "preflight";
    }
    return backfill ? "backfill" : "reconcile";
  }

  /** Whether nothing may be requested. */
  boolean requestsNothing() {
    return dryRun || preflight;
  }
}
