package io.github.ecrconsolidation.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** What a person may ask a {@link LocalSystem} besides the APIs of ECR, below {@code /_local/}. */
record LocalControl(LocalSystem system) implements HttpHandler {
  private record Answer(int status, String body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var answer =
          answer(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), body);
      var bytes = (answer.body() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer answer(String request, String body) throws IOException {
    return switch (request) {
      case "GET /_local/outcomes" ->
          new Answer(200, "[" + String.join(",\n", system.outcomes()) + "]");
      case "POST /_local/invoke/mirror" -> new Answer(200, system.mirror(body));
      case "POST /_local/invoke/reconcile" -> run(() -> system.reconcile(body));
      case "POST /_local/clock" -> advance(body);
      default ->
          error(
              404,
              "no %s here; there are GET /_local/outcomes, POST /_local/invoke/mirror or /reconcile, POST /_local/clock"
                  .formatted(request));
    };
  }

  /** A function that fails: what it says is the answer. */
  private static Answer run(Invocation function) throws IOException {
    try {
      return new Answer(200, function.answer());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return error(500, String.valueOf(e.getMessage()));
    }
  }

  private interface Invocation {
    String answer() throws IOException;
  }

  private Answer advance(String body) {
    try {
      system.clock().advance(Duration.parse(String.valueOf(JSON.std.mapFrom(body).get("advance"))));
      return new Answer(200, JSON.std.asString(Map.of("now", system.clock().instant().toString())));
    } catch (JacksonException | DateTimeParseException e) {
      return error(400, "expected {\"advance\":\"P31D\"}, an ISO 8601 duration; got " + body);
    }
  }

  private static Answer error(int status, String message) {
    return new Answer(status, JSON.std.asString(Map.of("error", message)));
  }
}
