package io.github.ecrconsolidation.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.jr.ob.JSON;

/** An SQS that has one empty queue and remembers what it was asked for. */
public final class RecordingQueue implements AutoCloseable {
  private final List<String> operations = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  public RecordingQueue() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The queue as an SQS client names it. */
  public String url() {
    return endpoint() + "/123456789012/MirrorQueue";
  }

  /** The operations so far, such as {@code GetQueueAttributes}. */
  public List<String> operations() {
    return List.copyOf(operations);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      operations.add(target.substring(target.indexOf('.') + 1));
      exchange.getRequestBody().readAllBytes();
      var answer =
          JSON.std.asBytes(
              Map.of(
                  "Attributes",
                  Map.of(
                      "ApproximateNumberOfMessages", "0",
                      "ApproximateNumberOfMessagesNotVisible", "0")));
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
