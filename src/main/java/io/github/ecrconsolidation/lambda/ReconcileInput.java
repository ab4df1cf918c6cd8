package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a run is asked to do: the schedule's {@code Input}, or what an operator sends.
 *
 * @param dryRun says what it would request, and requests nothing
 * @param backfill requests everything missing, however old
 * @param preflight looks at the ground alone
 */
record ReconcileInput(boolean dryRun, boolean backfill, boolean preflight) {
  private static final Set<String> OPTIONS = Set.of("dryRun", "backfill", "preflight");

  /**
   * Reads {@code text}: nothing, a JSON object of options, or an EventBridge event with the options
   * as its detail.
   *
   * @throws IllegalArgumentException listing every problem at once
   */
  static ReconcileInput parse(String text) {
    var json = JsonObject.parse(text.isBlank() ? "{}" : text);
    var options =
        json.has("detail-type") ? json.object("detail").orElse(JsonObject.parse("{}")) : json;
    var problems = new ArrayList<String>();
    new TreeMap<>(options.members())
        .forEach((name, value) -> {
          if (!OPTIONS.contains(name)) {
            problems.add("'%s' is no option".formatted(name));
          } else if (!(value instanceof Boolean)) {
            problems.add("%s is %s; expected true or false".formatted(name, value));
          }
        });
    var input =
        new ReconcileInput(
            isTrue(options, "dryRun"), isTrue(options, "backfill"), isTrue(options, "preflight"));
    if (input.preflight && (input.dryRun || input.backfill)) {
      problems.add("preflight requests nothing, so it goes with no other option");
    }
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    return input;
  }

  private static boolean isTrue(JsonObject options, String name) {
    return Boolean.TRUE.equals(options.members().get(name));
  }

  private static IllegalArgumentException refused(List<String> problems) {
    return new IllegalArgumentException(
        "the input is not understood; expected {}, {\"dryRun\":true}, {\"backfill\":true}, both, or {\"preflight\":true}:\n- "
            + String.join("\n- ", problems));
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
