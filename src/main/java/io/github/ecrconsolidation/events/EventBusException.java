package io.github.ecrconsolidation.events;

import org.jspecify.annotations.Nullable;

/** An event was not accepted by the bus; sending it again may help. */
public final class EventBusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EventBusException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
