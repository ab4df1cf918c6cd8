package io.github.ecrconsolidation.lambda;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics that a log line carries (CloudWatch embedded metric format): CloudWatch reads them from
 * the log, no call is made. The environment is the only dimension, as each further value would be a
 * metric to pay for; the line must have it as a member.
 */
final class EmbeddedMetrics {
  private static final String NAMESPACE = "EcrConsolidation";
  private static final String DIMENSION = "consolidatedRepository";

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<Map<String, String>> definitions = new ArrayList<>();

  EmbeddedMetrics count(String name, long value) {
    return add(name, "Count", value);
  }

  EmbeddedMetrics bytes(String name, long value) {
    return add(name, "Bytes", value);
  }

  EmbeddedMetrics milliseconds(String name, long value) {
    return add(name, "Milliseconds", value);
  }

  private EmbeddedMetrics add(String name, String unit, long value) {
    values.put(name, value);
    definitions.add(Map.of("Name", name, "Unit", unit));
    return this;
  }

  /** What the line needs: each value under its name, and what makes metrics of them. */
  Map<String, Object> members(Instant now) {
    var members = new LinkedHashMap<>(values);
    members.put(
        "_aws",
        Map.of(
            "Timestamp",
            now.toEpochMilli(),
            "CloudWatchMetrics",
            List.of(
                Map.of(
                    "Namespace",
                    NAMESPACE,
                    "Dimensions",
                    List.of(List.of(DIMENSION)),
                    "Metrics",
                    List.copyOf(definitions)))));
    return members;
  }
}
