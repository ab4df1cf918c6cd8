package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.template.WatchedMetrics;
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
    assertThat(EmittedMetrics.all()).containsExactlyInAnyOrderElementsOf(Set.copyOf(watched));
  }
}
