package io.github.ecrconsolidation.events;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events were not accepted by the bus; sending them again may help. */
public final class EventBusException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Set<String> THROTTLED =
      Set.of("ThrottlingException", "ThrottledException", "TooManyRequestsException");

  private final String code;
  private final int accepted;

  EventBusException(String message, String code, int accepted, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.accepted = accepted;
  }

  /** How many of the events given were accepted nevertheless. */
  public int accepted() {
    return accepted;
  }

  /** The code of the service, such as {@code ResourceNotFoundException}; empty without one. */
  String code() {
    return code;
  }

  /** Whether the bus asked for fewer events. */
  boolean isThrottling() {
    return THROTTLED.contains(code);
  }
}
