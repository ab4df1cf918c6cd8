package io.github.ecrconsolidation.ecr;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in front of a registry that mounts every blob and hides from it that a mount was asked
 * for, so that it opens an upload instead. Answers pass through its memory: for small blobs.
 */
public final class MountRefusingProxy implements AutoCloseable {
  /** What belongs to one connection, or is set by the JDK's client and server themselves. */
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "connection", "content-length", "date", "expect", "host", "transfer-encoding", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final URI registry;
  private final boolean relativeLocations;
  private final HttpServer server;

  public MountRefusingProxy(URI registry, boolean relativeLocations) throws IOException {
    this.registry = registry;
    this.relativeLocations = relativeLocations;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(requests);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var response = client.send(request(exchange), BodyHandlers.ofByteArray());
      answer(exchange, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("passing a request on");
    }
  }

  private HttpRequest request(HttpExchange exchange) {
    var uri = exchange.getRequestURI();
    var isMount = exchange.getRequestMethod().equals("POST") && uri.getPath().endsWith("/uploads/");
    var target = registry.resolve(isMount ? uri.getRawPath() : uri.toString());
    var request =
        HttpRequest.newBuilder(target).method(exchange.getRequestMethod(), body(exchange));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (isPassedOn(name)) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  private static BodyPublisher body(HttpExchange exchange) {
    var headers = exchange.getRequestHeaders();
    var body = BodyPublishers.ofInputStream(exchange::getRequestBody);
    if (headers.containsKey("Transfer-Encoding")) {
      return body;
    }
    var length = headers.getFirst("Content-Length");
    return length == null || length.equals("0")
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(body, Long.parseLong(length));
  }

  private void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (isPassedOn(name)) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    response
        .headers()
        .firstValue("Location")
        .ifPresent(location -> exchange.getResponseHeaders().set("Location", moved(location)));
    var body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private String moved(String location) {
    var uri = URI.create(location);
    var path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return relativeLocations ? path : endpoint() + path;
  }

  private static boolean isPassedOn(String header) {
    return !NOT_PASSED_ON.contains(header.toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    requests.close();
    client.close();
  }
}
