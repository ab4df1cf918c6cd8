package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CutoffTest {

  @Test
  void cutsWhenNoTimeIsLeft() throws InterruptedException {
    var cut = new CountDownLatch(1);

    try (var _ = Cutoff.after(Duration.ZERO, cut::countDown)) {
      cut.await();
    }
  }

  @Test
  void endsWithoutACutOnceItIsClosed() throws InterruptedException {
    var cut = new AtomicBoolean();
    var cutoff = Cutoff.after(Duration.ofDays(1), () -> cut.set(true));

    cutoff.close();

    cutoff.thread().join();
    assertThat(cut).isFalse();
  }
}
