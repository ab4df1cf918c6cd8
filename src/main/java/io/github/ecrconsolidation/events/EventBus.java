package io.github.ecrconsolidation.events;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** An EventBridge bus, written to with PutEvents. */
public final class EventBus implements AutoCloseable {
  private final EventBridgeClient client;
  private final String name;

  /**
   * Connects nothing yet: the first event does.
   *
   * @param builder region, credentials and endpoint as the SDK finds them, or as given
   * @param http stays the caller's to close
   * @param name the bus, {@code default} or one of your own
   */
  public EventBus(EventBridgeClientBuilder builder, SdkHttpClient http, String name) {
    this.client = builder.httpClient(http).build();
    this.name = name;
  }

  /**
   * Publishes {@code event}.
   *
   * @throws EventBusException when the bus did not accept it
   */
  public void publish(BusEvent event) {
    var entry =
        PutEventsRequestEntry.builder()
            .eventBusName(name)
            .source(BusEvent.SOURCE)
            .detailType(event.detailType())
            .detail(JsonObject.write(event.detail()))
            .build();
    try {
      // A refused entry is reported inside a successful answer.
      client.putEvents(request -> request.entries(entry)).entries().stream()
          .filter(result -> result.errorCode() != null)
          .findFirst()
          .ifPresent(refused -> {
            throw failure(
                event, refused.errorCode() + " " + refused.errorMessage(), Optional.empty());
          });
    } catch (SdkException e) {
      throw failure(event, String.valueOf(e.getMessage()), Optional.of(e));
    }
  }

  private EventBusException failure(BusEvent event, String why, Optional<SdkException> cause) {
    return new EventBusException(
        "PutEvents '%s' to bus %s: %s".formatted(event.detailType(), name, why),
        cause.orElse(null));
  }

  @Override
  public void close() {
    client.close();
  }
}
