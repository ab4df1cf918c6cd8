package io.github.ecrconsolidation.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.ecrconsolidation.localecr.TokenBucket;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * The operation PutEvents of EventBridge and no other; entries that fail do so inside a successful
 * answer. Limits: docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
final class PutEvents implements HttpHandler {
  private static final int MAXIMUM_ENTRIES = 10;
  private static final int MAXIMUM_BYTES = 256 * 1024;
  private static final Set<String> FIELDS =
      Set.of("Source", "DetailType", "Detail", "Time", "Resources", "EventBusName", "TraceHeader");

  private final Consumer<String> bus;
  private final Clock clock;
  private final AtomicInteger entriesToFail = new AtomicInteger();
  private final AtomicInteger callsToThrottle = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Duration latency = Duration.ZERO;
  private volatile Optional<TokenBucket> limit = Optional.empty();

  PutEvents(Consumer<String> bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  void failNextEntries(int count) {
    entriesToFail.set(count);
  }

  void throttleNextCalls(int count) {
    callsToThrottle.set(count);
  }

  void limit(double callsPerSecond, int burst) {
    limit = Optional.of(new TokenBucket(clock, callsPerSecond, burst));
  }

  void latency(Duration duration) {
    latency = duration;
  }

  int calls() {
    return calls.get();
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      var body = exchange.getRequestBody().readAllBytes();
      try {
        answer(exchange, 200, put(target, body));
      } catch (Refusal e) {
        answer(exchange, 400, Map.of("__type", e.code, "message", e.reason));
      }
    }
  }

  private Map<String, Object> put(@Nullable String target, byte[] body) {
    calls.incrementAndGet();
    LockSupport.parkNanos(latency.toNanos());
    if (callsToThrottle.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        || limit.filter(bucket -> !bucket.take()).isPresent()) {
      throw new Refusal("ThrottlingException", "Rate exceeded");
    }
    if (!"AWSEvents.PutEvents".equals(target)) {
      throw new Refusal("UnknownOperationException", "not emulated: " + target);
    }
    if (body.length > MAXIMUM_BYTES) {
      throw new Refusal("ValidationException", "Total size of the entries is over the limit.");
    }
    var entries = entries(body);
    if (entries.isEmpty() || entries.size() > MAXIMUM_ENTRIES) {
      throw new Refusal("ValidationException", "1 to 10 entries, not " + entries.size());
    }
    var results = entries.stream().map(this::result).toList();
    var failed = results.stream().filter(result -> result.containsKey("ErrorCode")).count();
    return Map.of("FailedEntryCount", failed, "Entries", results);
  }

  private static List<Map<?, ?>> entries(byte[] body) {
    if (!(JSON.std.mapFrom(body).get("Entries") instanceof List<?> entries)) {
      throw new Refusal("ValidationException", "Entries is required");
    }
    for (var entry : entries) {
      if (!(entry instanceof Map<?, ?> fields) || !FIELDS.containsAll(fields.keySet())) {
        throw new Refusal("SerializationException", "not an entry: " + entry);
      }
    }
    return entries.stream().<Map<?, ?>>map(entry -> (Map<?, ?>) entry).toList();
  }

  private Map<String, String> result(Map<?, ?> entry) {
    try {
      if (entriesToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new Refusal("InternalFailure", "injected");
      }
      var id = UUID.randomUUID().toString();
      bus.accept(event(id, entry));
      return Map.of("EventId", id);
    } catch (Refusal e) {
      return Map.of("ErrorCode", e.code, "ErrorMessage", e.reason);
    }
  }

  private String event(String id, Map<?, ?> entry) {
    var source = required(entry, "Source");
    if (source.startsWith("aws.")) {
      throw new Refusal("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    if (entry.get("EventBusName") instanceof String bus && !bus.equals("default")) {
      throw new Refusal("ResourceNotFoundException", "Event bus %s does not exist.".formatted(bus));
    }
    var event = new LinkedHashMap<String, Object>();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", required(entry, "DetailType"));
    event.put("source", source);
    event.put("account", Template.ACCOUNT);
    event.put("time", time(entry).truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", Template.REGION);
    event.put("resources", entry.get("Resources") instanceof List<?> list ? list : List.of());
    event.put("detail", detail(required(entry, "Detail")));
    return JSON.std.asString(event);
  }

  private static String required(Map<?, ?> entry, String field) {
    if (entry.get(field) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw new Refusal("InvalidArgument", "%s is a required argument.".formatted(field));
  }

  /** JSON 1.1 writes an instant as seconds. */
  private Instant time(Map<?, ?> entry) {
    return entry.get("Time") instanceof Number seconds
        ? Instant.ofEpochSecond(seconds.longValue())
        : clock.instant();
  }

  private static Map<String, Object> detail(String json) {
    try {
      return JSON.std.mapFrom(json);
    } catch (JacksonException _) {
      throw new Refusal("MalformedDetail", "Detail is malformed.");
    }
  }

  private static void answer(HttpExchange exchange, int status, Map<String, ?> body)
      throws IOException {
    var bytes = JSON.std.asBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String reason;

    Refusal(String code, String reason) {
      super(reason);
      this.code = code;
      this.reason = reason;
    }
  }
}
