package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogLineTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void isOneLineOfJsonInTheOrderOfItsMembers() {
    var line =
        new LogLine(NOON, Level.WARN)
            .with("message", "two\nlines")
            .withOptional("tag", Optional.of("v1"))
            .withOptional("digest", Optional.empty())
            .withAll(Map.of("requests", 3));

    assertThat(line)
        .hasToString(
            "{\"timestamp\":\"2026-03-01T12:00:00Z\",\"level\":\"WARN\",\"message\":\"two\\nlines\",\"tag\":\"v1\",\"requests\":3}");
  }

  @Test
  void carriesMetricsOfItsTime() {
    var line =
        new LogLine(NOON, Level.INFO)
            .with("consolidatedRepository", "data-platform-dev")
            .withMetrics(new EmbeddedMetrics().count("ImagesMirrored", 1))
            .toString();

    assertThat(JsonObject.parse(line).number("ImagesMirrored")).contains(1L);
    assertThat(JsonObject.parse(line).object("_aws").flatMap(aws -> aws.number("Timestamp")))
        .contains(NOON.toEpochMilli());
  }
}
