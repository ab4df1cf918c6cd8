package io.github.ecrconsolidation.localecr;

import java.time.Duration;

/** What the store refuses and why; the front ends translate it and add nothing. */
public final class EcrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final EcrError error;
  private final Duration retryAfter;

  private EcrException(EcrError error, String message, Duration retryAfter) {
    super(message);
    this.error = error;
    this.retryAfter = retryAfter;
  }

  public static EcrException of(EcrError error, String message) {
    return new EcrException(error, message, Duration.ZERO);
  }

  public EcrException retryAfter(Duration duration) {
    return new EcrException(error, text(), duration);
  }

  /** Goes on if this is what was expected; what one API calls an error is fine in the other. */
  void unless(EcrError expected) {
    if (error != expected) {
      throw this;
    }
  }

  public EcrError error() {
    return error;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  /** Zero when the answer shall not carry a Retry-After. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
