package io.github.ecrconsolidation.ecr;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When work must have ended: the end of a Lambda invocation less a margin to finish what is in
 * flight and report.
 */
public record Deadline(InstantSource clock, Instant end) {

  /** A deadline {@code left} from now. */
  public static Deadline in(Duration left, InstantSource clock) {
    return new Deadline(clock, clock.instant().plus(left));
  }

  /** A deadline {@code later} than this one: to tell, out of the margin, of what was done. */
  public Deadline plus(Duration later) {
    return new Deadline(clock, end.plus(later));
  }

  /** The time left, never negative. */
  public Duration remaining() {
    var left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Refuses to begin {@code operation} on {@code subject} after the deadline.
   *
   * @throws RegistryException transient: the next delivery continues where this one stopped
   */
  public void check(String operation, Object subject) {
    if (remaining().isZero()) {
      throw RegistryException.failed(
          operation,
          subject,
          RegistryCode.OUT_OF_TIME,
          "the invocation has no time left to begin it; what was copied is kept, and the next delivery continues from there",
          null);
    }
  }
}
