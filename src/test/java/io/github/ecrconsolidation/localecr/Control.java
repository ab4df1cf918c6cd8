package io.github.ecrconsolidation.localecr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers each {@link ControlRequest}, and for others says which there are. */
record Control(Map<String, ControlRequest> requests) implements HttpHandler {
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
    var known = requests.get(request);
    if (known == null) {
      return error(404, "no %s here; there are %s".formatted(request, requests.keySet()));
    }
    try {
      return new Answer(200, known.answer(body));
    } catch (IllegalArgumentException e) {
      return error(400, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      return error(500, String.valueOf(e.getMessage()));
    }
  }

  private static Answer error(int status, String message) {
    return new Answer(status, new Output().with("error", message).toJson());
  }
}
