package io.github.ecrconsolidation.events;

import io.github.ecrconsolidation.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An EventBridge bus, written to with PutEvents. */
public final class EventBus implements AutoCloseable {
  /** Most entries in one call (EventBridge API reference, PutEvents). */
  public static final int BATCH = 10;

  /** What a call is given at least, so that a report of work done is tried even when late. */
  private static final Duration SHORTEST_CALL = Duration.ofSeconds(5);

  private final EventBridgeClient client;
  private final RetryStrategy retries;
  private final String name;

  /**
   * Connects nothing yet: the first event does.
   *
   * @param builder region, credentials and endpoint as the SDK finds them, or as given
   * @param http is closed by the caller
   * @param retries of calls, and of entries refused inside a successful answer
   * @param name the bus, {@code default} or one of your own
   */
  public EventBus(
      EventBridgeClientBuilder builder, SdkHttpClient http, RetryStrategy retries, String name) {
    this.client =
        builder
            .httpClient(http)
            .overrideConfiguration(override -> override.retryStrategy(retries))
            .build();
    this.retries =
        retries.toBuilder()
            .retryOnException(EventBusException.class)
            .treatAsThrottling(
                e -> e instanceof EventBusException refused && refused.isThrottling())
            .build();
    this.name = name;
  }

  /**
   * Publishes {@code events}, in their order. Entries the bus refuses inside a successful answer
   * are sent again, alone, as often as the retries and the time left allow.
   *
   * @param events at most {@link #BATCH}
   * @param left the time it may take from now on, asked before every wait and every call
   * @throws EventBusException when it did not accept all of them
   */
  public void publish(List<BusEvent> events, Supplier<Duration> left) {
    var acquired = retries.acquireInitialToken(AcquireInitialTokenRequest.create("PutEvents"));
    var token = acquired.token();
    var wait = acquired.delay();
    if (wait.isPositive() && wait.compareTo(left.get()) >= 0) {
      throw new EventBusException(
          "PutEvents to bus %s: it throttles, and no time is left to wait for it".formatted(name),
          "",
          0,
          null);
    }
    var refused = events.stream().map(this::entry).toList();
    while (true) {
      sleep(wait);
      var entries = refused;
      var results = put(entries, events.size() - entries.size(), left.get());
      refused = refused(entries, results);
      if (refused.isEmpty()) {
        retries.recordSuccess(RecordSuccessRequest.create(token));
        return;
      }
      var failure = failure(results, events.size() - refused.size());
      try {
        var refreshed =
            retries.refreshRetryToken(
                RefreshRetryTokenRequest.builder().token(token).failure(failure).build());
        token = refreshed.token();
        wait = refreshed.delay();
      } catch (TokenAcquisitionFailedException exhausted) {
        throw failure;
      }
      if (wait.compareTo(left.get()) >= 0) {
        throw failure;
      }
    }
  }

  private PutEventsRequestEntry entry(BusEvent event) {
    return PutEventsRequestEntry.builder()
        .eventBusName(name)
        .source(BusEvent.SOURCE)
        .detailType(event.detailType())
        .detail(JsonObject.write(event.detail()))
        .build();
  }

  private List<PutEventsResultEntry> put(
      List<PutEventsRequestEntry> entries, int accepted, Duration left) {
    var atMost = left.compareTo(SHORTEST_CALL) < 0 ? SHORTEST_CALL : left;
    try {
      return client
          .putEvents(request ->
              request
                  .entries(entries)
                  .overrideConfiguration(override -> override.apiCallTimeout(atMost)))
          .entries();
    } catch (SdkException e) {
      throw new EventBusException(
          "PutEvents to bus %s: %s".formatted(name, e.getMessage()), "", accepted, e);
    }
  }

  /** The answer has one result for each entry, in the same order. */
  private static List<PutEventsRequestEntry> refused(
      List<PutEventsRequestEntry> entries, List<PutEventsResultEntry> results) {
    var refused = new ArrayList<PutEventsRequestEntry>();
    for (var i = 0; i < entries.size(); i++) {
      if (results.get(i).errorCode() != null) {
        refused.add(entries.get(i));
      }
    }
    return refused;
  }

  private EventBusException failure(List<PutEventsResultEntry> results, int accepted) {
    var first = results.stream().filter(result -> result.errorCode() != null).findFirst();
    var code = first.map(PutEventsResultEntry::errorCode).orElse("");
    var message = first.map(PutEventsResultEntry::errorMessage).orElse("");
    return new EventBusException(
        "PutEvents to bus %s: %s %s".formatted(name, code, message), code, accepted, null);
  }

  private static void sleep(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventBusException("interrupted before sending events again", "", 0, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
