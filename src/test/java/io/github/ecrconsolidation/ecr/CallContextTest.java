package io.github.ecrconsolidation.ecr;

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
class CallContextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Descriptor BLOB = new Descriptor(Digest.of(new byte[0]), 7);
  private static final Descriptor OTHER = new Descriptor(Digest.of(new byte[1]), 35);

  @Test
  void countsWhatItCost() {
    var context = attempt(Duration.ofMinutes(5));

    context.countRequest();
    context.countMounted(BLOB);
    context.countMounted(OTHER);
    context.countStreamed(OTHER);
    context.countRepeatedMount();

    assertThat(context.transfers()).isEqualTo(new TransferStats(1, 2, 42, 1, 35, 1));
  }

  @Test
  void cutsOffAtTheDeadlineAndRemembersIt() throws InterruptedException {
    var context = attempt(Duration.ZERO);
    var cut = new CountDownLatch(1);

    try (var _ = context.cutoff(cut::countDown)) {
      cut.await();
    }

    assertThat(context.isCutOff()).isTrue();
  }

  private static CallContext attempt(Duration left) {
    return new CallContext(Deadline.in(left, InstantSource.fixed(NOW)));
  }
}
