package io.github.ecrconsolidation.localecr;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The only time LocalEcr knows: it stands still, or follows another clock, until advanced. */
public final class LocalClock extends Clock {
  private final Clock base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  private LocalClock(Clock base) {
    this.base = base;
  }

  /** Stands still at this instant; what tests want. */
  public static LocalClock at(Instant instant) {
    return new LocalClock(Clock.fixed(instant, ZoneOffset.UTC));
  }

  /** Ticks with another clock; what somebody trying the system by hand wants. */
  public static LocalClock following(Clock base) {
    return new LocalClock(base);
  }

  public void advance(Duration duration) {
    ahead.accumulateAndGet(duration, Duration::plus);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("LocalClock is always in " + getZone());
  }
}
