package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedWindowTest {

  private static ReportedWindow window(Optional<LocalDate> cutover, String at) {
    return ReportedWindow.of(
        new CleanupPolicy(
            cutover, Duration.ofDays(30), Duration.ofDays(14), Mode.ARCHIVE, 10, false),
        "a test",
        Instant.parse(at));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-11T12:00:00Z, 20",
    "2026-01-30T23:00:00Z, 1",
    "2026-01-31T00:00:00Z, 0",
    "2026-03-01T00:00:00Z, 0"
  })
  void countsADayThatHasBegunAsLeft(String at, long days) {
    var window = window(Optional.of(LocalDate.parse("2026-01-01")), at);

    assertThat(window)
        .isEqualTo(
            new ReportedWindow(
                "mode archive, cutover 2026-01-01, from a test",
                "archive",
                "2026-01-01",
                "2026-01-31T00:00:00Z",
                days));
    assertThat(window.inWords())
        .isEqualTo("cutover 2026-01-01, rollback window of %d more days".formatted(days));
  }

  @Test
  void hasNoDatesWithoutACutover() {
    var window = window(Optional.empty(), "2026-01-11T12:00:00Z");

    assertThat(window)
        .isEqualTo(
            new ReportedWindow("mode archive, cutover none, from a test", "archive", "", "", null));
    assertThat(window.inWords()).isEqualTo("no cutover date is set, so nothing is eligible");
  }

  @Test
  void isReadAsItWasWritten() {
    for (var cutover : new LocalDate[] {null, LocalDate.parse("2026-01-01")}) {
      var window = window(Optional.ofNullable(cutover), "2026-01-11T12:00:00Z");

      assertThat(ReportedWindow.read(JsonObject.parse(JsonObject.write(window)))).isEqualTo(window);
    }
  }
}
