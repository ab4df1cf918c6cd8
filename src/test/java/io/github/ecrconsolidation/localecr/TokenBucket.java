package io.github.ecrconsolidation.localecr;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** ECR throttles each API by a token bucket (UG, "Troubleshooting: throttling"). */
public final class TokenBucket {
  private final Clock clock;
  private final double perSecond;
  private final double burst;
  private double tokens;
  private Instant filledAt;

  /** Full at first, and filled by {@code perSecond} up to {@code burst}. */
  public TokenBucket(Clock clock, double perSecond, int burst) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = clock.instant();
  }

  /** Whether there was a token to take. */
  public synchronized boolean take() {
    var now = clock.instant();
    var gained = Duration.between(filledAt, now).toMillis() / 1000.0 * perSecond;
    tokens = Math.min(burst, tokens + gained);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
