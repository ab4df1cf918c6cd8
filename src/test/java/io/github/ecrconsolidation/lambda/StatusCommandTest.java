package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
  private static final Pattern PAYLOAD = Pattern.compile("--payload '([^']*)' /dev/stdout");

  @Test
  void asksForAReportWithTheSettingsOfTheStackAndNothingElse() {
    var parameters =
        Map.of(
            "CutoverDate", "2026-01-31",
            "RollbackWindowDays", "7",
            "PulledWithinDays", "3",
            "CleanupMode", "delete");

    assertThat(input(Template.with(parameters)))
        .isEqualTo(
            new CleanupInput.Clean(
                new CleanupPolicy(
                    Optional.of(LocalDate.parse("2026-01-31")),
                    Duration.ofDays(7),
                    Duration.ofDays(3),
                    Mode.REPORT,
                    1000,
                    false),
                CleanupDetails.ALL,
                "an input by hand"));
  }

  @Test
  void worksBeforeACutoverDateIsSet() {
    assertThat(input(Template.withDefaults())).isInstanceOf(CleanupInput.Clean.class);
  }

  private static CleanupInput input(Template template) {
    var command = PAYLOAD.matcher(template.text("Outputs/StatusCommand/Value"));
    assertThat(command.find()).isTrue();
    return CleanupInput.parse(
        command.group(1),
        new TagMapping(
            new RepositoryName("ml-platform"), new RepositoryName("data-platform-dev"), Map.of()),
        Instant.parse("2026-06-01T00:00:00Z"));
  }
}
