package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanupPolicyTest {
  private static final Instant NOW = Instant.parse("2026-07-01T23:59:59Z");

  @Test
  void beginsAWindowAfterTheCutoverDayBegan() {
    var policy = policy("2026-01-01", 30, 14, 1);

    assertThat(policy.cutoverInstant()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(policy.begin()).contains(Instant.parse("2026-01-31T00:00:00Z"));
  }

  @Test
  void neverBeginsWithoutACutover() {
    var policy = policy("", 30, 14, 1);

    assertThat(policy.cutoverInstant()).isEmpty();
    assertThat(policy.begin()).isEmpty();
    assertThat(policy.problems(NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-01,",
    "2026-07-02, lies in the future",
    "2016-07-01,",
    "2016-06-30, more than 10 years ago"
  })
  void refusesADateThatIsATypingError(String cutover, String problem) {
    var problems = policy(cutover, 30, 14, 1).problems(NOW);

    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().asString().contains(cutover, problem);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 0, 1", "0, -1, 1", "0, 0, 0"})
  void refusesWindowsAndLimitsBelowTheirLeast(int window, int pulled, int deletions) {
    assertThatThrownBy(() -> policy("", window, pulled, deletions))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> policy("", 0, 0, 1)).doesNotThrowAnyException();
  }

  private static CleanupPolicy policy(String cutover, int window, int pulled, int deletions) {
    return new CleanupPolicy(
        Optional.of(cutover).filter(it -> !it.isEmpty()).map(LocalDate::parse),
        Duration.ofDays(window),
        Duration.ofDays(pulled),
        Mode.DELETE,
        deletions,
        false);
  }
}
