package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedMetricsTest {

  @Test
  void saysEachValueAndWhatMakesAMetricOfIt() {
    var members =
        new EmbeddedMetrics()
            .count("Images", 3)
            .bytes("Bytes", 4)
            .milliseconds("Latency", 5)
            .members(Instant.ofEpochMilli(1234));

    assertThat(members)
        .containsEntry("Images", 3L)
        .containsEntry("Bytes", 4L)
        .containsEntry("Latency", 5L)
        .containsEntry(
            "_aws",
            Map.of(
                "Timestamp",
                1234L,
                "CloudWatchMetrics",
                List.of(
                    Map.of(
                        "Namespace",
                        "EcrConsolidation",
                        "Dimensions",
                        List.of(List.of("consolidatedRepository")),
                        "Metrics",
                        List.of(
                            Map.of("Name", "Images", "Unit", "Count"),
                            Map.of("Name", "Bytes", "Unit", "Bytes"),
                            Map.of("Name", "Latency", "Unit", "Milliseconds"))))));
  }
}
