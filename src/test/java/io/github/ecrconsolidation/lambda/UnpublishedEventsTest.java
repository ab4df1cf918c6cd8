package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnpublishedEventsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void tellsInOneLineWhyAndCountsThem() {
    var line =
        new UnpublishedEvents(new RepositoryName("data-platform-dev"), 3, "the bus throttles")
            .line(NOW);

    assertThat(line).doesNotContain("\n");
    var json = JsonObject.parse(line);
    assertThat(json.members())
        .containsEntry("timestamp", "2026-01-02T03:04:05Z")
        .containsEntry("level", "WARN")
        .containsEntry("message", "the bus throttles")
        .containsEntry("consolidatedRepository", "data-platform-dev")
        .containsEntry("EventsNotPublished", 3);
    assertThat(json.object("_aws").orElseThrow().objects("CloudWatchMetrics").getFirst().members())
        .containsEntry("Metrics", List.of(Map.of("Name", "EventsNotPublished", "Unit", "Count")));
  }
}
