package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupInputTest {
  private static final Pattern PAYLOAD = Pattern.compile("--payload '([^']*)' /dev/stdout");
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final TagMapping MAPPING =
      new TagMapping(
          new RepositoryName("ml-platform"), new RepositoryName("data-platform-dev"), Map.of());

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "{\"detail-type\":\"Scheduled Event\"}"})
  void onlyReportsUnlessItIsToldTo(String input) {
    assertThat(parse(input))
        .isEqualTo(
            new CleanupInput.Clean(
                new CleanupPolicy(
                    Optional.empty(),
                    Duration.ofDays(30),
                    Duration.ofDays(14),
                    Mode.REPORT,
                    1000,
                    false),
                new CleanupDetails(false, Optional.empty()),
                "an input by hand"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "{\"detail-type\":\"Scheduled Event\",\"detail\":%s}"})
  void readsEveryOption(String frame) {
    var options =
        """
        {"cutoverDate":"2026-01-31","rollbackWindowDays":"7","pulledWithinDays":0,"mode":"delete",
         "maximumDeletions":5,"deleteEmptyRepositories":true,"details":"false",
         "settingsFrom":"the stack"}\
        """;

    assertThat(parse(frame.formatted(options)))
        .isEqualTo(
            new CleanupInput.Clean(
                new CleanupPolicy(
                    Optional.of(LocalDate.of(2026, 1, 31)),
                    Duration.ofDays(7),
                    Duration.ZERO,
                    Mode.DELETE,
                    5,
                    true),
                new CleanupDetails(true, Optional.empty()),
                "the stack"));
  }

  @Test
  void readsTheRepositoryThatAReportIsToAnswerWith() {
    assertThat(parse("{\"repository\":\"ml-platform/backend\"}"))
        .isInstanceOfSatisfying(
            CleanupInput.Clean.class,
            clean -> assertThat(clean.details().only()).contains(BACKEND));
  }

  @Test
  void readsARestoration() {
    assertThat(parse("{\"restore\":\"ml-platform/backend\"}"))
        .isEqualTo(new CleanupInput.Restore(BACKEND));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"cutover\":\"2026-01-31\"}| 'cutover' is no option",
        "{\"cutoverDate\":\"31.1.2026\"}| cutoverDate is '31.1.2026'; expected a date",
        "{\"rollbackWindowDays\":0}| rollbackWindowDays is '0'; expected a whole number from 1 to"
            + " 3650",
        "{\"rollbackWindowDays\":3651}| rollbackWindowDays is '3651'",
        "{\"rollbackWindowDays\":1.5}| rollbackWindowDays is '1.5'",
        "{\"rollbackWindowDays\":99999999999}| rollbackWindowDays is '99999999999'",
        "{\"pulledWithinDays\":-1}| pulledWithinDays is '-1'; expected a whole number from 0",
        "{\"maximumDeletions\":0}| maximumDeletions is '0'",
        "{\"mode\":\"DELETE\"}| mode is 'DELETE'; expected report, archive or delete",
        "{\"details\":\"yes\"}| details is 'yes'; expected true or false",
        "{\"mode\":[]}| mode is []; expected a text or a number",
        "{\"mode\":null}| mode is null; expected a text or a number",
        "{\"repository\":\"other/backend\"}| repository: other/backend does not lie in the legacy"
            + " namespace ml-platform",
        "{\"repository\":\"ml-platform/a\",\"mode\":\"delete\"}| repository chooses what a report answers"
            + " with",
        "{\"restore\":\"other/backend\"}| restore: other/backend does not lie",
        "{\"restore\":7}| restore: not an ECR repository name: '7'",
        "{\"restore\":\"ml-platform/a\",\"mode\":\"delete\"}| restore is the only option of a"
            + " restoration; leave out the others"
      })
  void doesNotGuess(String input, String problem) {
    assertThatThrownBy(() -> parse(input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\n- " + problem);
  }

  @Test
  void listsEveryProblemAtOnce() {
    assertThatThrownBy(() -> parse("{\"mode\":\"all\",\"details\":7,\"other\":1}"))
        .hasMessageContainingAll("mode is 'all'", "details is '7'", "'other' is no option");
  }

  @Test
  void theStatusCommandOfTheStackAsksForAReportWithItsSettingsAndNothingElse() {
    var parameters =
        Map.of(
            "CutoverDate", "2026-01-31",
            "RollbackWindowDays", "7",
            "PulledWithinDays", "3",
            "CleanupMode", "delete");

    assertThat(status(Template.with(parameters)))
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
  void theStatusCommandOfTheStackWorksBeforeACutoverDateIsSet() {
    assertThat(status(Template.withDefaults())).isInstanceOf(CleanupInput.Clean.class);
  }

  /** What the StatusCommand of the stack's outputs sends. */
  private static CleanupInput status(Template template) {
    var command = PAYLOAD.matcher(template.text("Outputs/StatusCommand/Value"));
    assertThat(command.find()).isTrue();
    return parse(command.group(1));
  }

  private static CleanupInput parse(String input) {
    return CleanupInput.parse(input, MAPPING, Instant.parse("2026-07-01T12:00:00Z"));
  }
}
