package io.github.ecrconsolidation.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** ECR throttles each API by a token bucket (UG, "Troubleshooting: throttling"). */
final class TokenBucket {
  private final Clock clock;
  private final double perSecond;
  private final double burst;
  private double tokens;
  private Instant filledAt;

  TokenBucket(Clock clock, double perSecond, int burst) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledAt = clock.instant();
  }

  synchronized boolean take() {
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
