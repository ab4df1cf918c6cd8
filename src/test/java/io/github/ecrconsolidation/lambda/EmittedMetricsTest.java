package io.github.ecrconsolidation.lambda;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.documents.NameTable;
import io.github.ecrconsolidation.template.WatchedMetrics;
import io.github.ecrconsolidation.template.WatchedMetrics.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmittedMetricsTest {
  @Test
  void everyMetricWatchedIsEmittedAndEveryOneEmittedIsWatched() {
    var watched =
        new WatchedMetrics()
            .metrics()
            .filter(metric -> metric.namespace().equals("EcrConsolidation"))
            .toList();

    assertThat(watched).hasSizeGreaterThan(40);
    assertThat(difference(EmittedMetrics.all(), Set.copyOf(watched)))
        .as("emitted, but neither in an alarm nor on the dashboard")
        .isEmpty();
    assertThat(difference(Set.copyOf(watched), EmittedMetrics.all()))
        .as("watched, but never emitted")
        .isEmpty();
  }

  private static Set<Metric> difference(Set<Metric> all, Set<Metric> without) {
    return all.stream().filter(metric -> !without.contains(metric)).collect(toSet());
  }

  @Test
  void theRunbookExplainsEachAndNoOther() throws IOException {
    assertThat(NameTable.names(Path.of("docs/runbook.md"), "## Metrics"))
        .containsExactlyInAnyOrderElementsOf(
            EmittedMetrics.all().stream()
                .map(metric -> metric.name().replaceFirst("^Kept.*", "Kept<Reason>"))
                .distinct()
                .toList());
  }
}
