package io.github.ecrconsolidation.bench;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that now and then cuts off whoever looks at it, which is before and after each call. */
final class FatalClock implements InstantSource {
  private final InstantSource base;
  private volatile int perHundredThousand;
  final AtomicInteger killed = new AtomicInteger();

  FatalClock(InstantSource base) {
    this.base = base;
  }

  /** From now on so many of 100,000 looks are the last. */
  void kill(int perHundredThousand) {
    this.perHundredThousand = perHundredThousand;
  }

  @Override
  public Instant instant() {
    if (ThreadLocalRandom.current().nextInt(100_000) < perHundredThousand) {
      killed.incrementAndGet();
      throw new SoakWorkers.Killed();
    }
    return base.instant();
  }
}
