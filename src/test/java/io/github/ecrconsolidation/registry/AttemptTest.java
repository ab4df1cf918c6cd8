package io.github.ecrconsolidation.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AttemptTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Descriptor BLOB = new Descriptor(Digest.of(new byte[0]), 7);
  private static final Descriptor OTHER = new Descriptor(Digest.of(new byte[1]), 35);

  @Test
  void countsWhatItCost() {
    var attempt = attempt(Duration.ofMinutes(5));

    attempt.countRequest();
    attempt.countMounted(BLOB);
    attempt.countMounted(OTHER);
    attempt.countStreamed(OTHER);
    attempt.countRepeatedMount();

    assertThat(attempt.traffic()).isEqualTo(new Traffic(1, 2, 42, 1, 35, 1));
  }

  @Test
  void cutsOffAtTheDeadlineAndRemembersIt() throws InterruptedException {
    var attempt = attempt(Duration.ZERO);
    var cut = new CountDownLatch(1);

    try (var _ = attempt.cutoff(cut::countDown)) {
      cut.await();
    }

    assertThat(attempt.isCutOff()).isTrue();
  }

  @Test
  void cutsNothingOffThatEndsBefore() {
    var attempt = attempt(Duration.ofDays(1));

    attempt.cutoff(() -> {}).close();

    assertThat(attempt.isCutOff()).isFalse();
  }

  private static Attempt attempt(Duration left) {
    return new Attempt(Deadline.in(left, InstantSource.fixed(NOW)));
  }
}
