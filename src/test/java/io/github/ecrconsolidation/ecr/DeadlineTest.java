package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.localecr.LocalClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(10), clock);

  @Test
  void comesNearer() {
    clock.advance(Duration.ofSeconds(4));

    assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(6));
    assertThat(deadline.plus(Duration.ofSeconds(2)).remaining()).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void isNeverNegative() {
    clock.advance(Duration.ofSeconds(11));

    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void letsWorkBeginUntilItsLastMoment() {
    clock.advance(Duration.ofSeconds(10).minusNanos(1));

    assertThatCode(() -> deadline.check("PutImage", "a:b")).doesNotThrowAnyException();
  }

  @Test
  void refusesToBeginAnythingFromThenOn() {
    clock.advance(Duration.ofSeconds(10));

    var refusal =
        catchThrowableOfType(RegistryException.class, () -> deadline.check("PutImage", "a:b"));

    assertThat(refusal).hasMessageStartingWith("PutImage a:b: OutOfTime");
    assertThat(refusal.isOutOfTime()).isTrue();
    assertThat(refusal.isTransient()).isTrue();
  }
}
