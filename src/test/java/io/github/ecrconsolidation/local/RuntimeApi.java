package io.github.ecrconsolidation.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The Runtime API of Lambda for one process ("Using the Lambda runtime API for custom runtimes" in
 * its developer guide): hands out invocations and the end of a snapshot, and keeps what comes back.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String BASE = "/2018-06-01/runtime/";

  static {
    // As in LocalEcr: without it an answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** The process waits for its first invocation. */
  final CompletableFuture<Void> ready = new CompletableFuture<>();

  /** The process has run its hooks and may be frozen. */
  final CompletableFuture<Void> checkpointed = new CompletableFuture<>();

  /** What the process said when it could not start or not be restored. */
  final CompletableFuture<String> initError = new CompletableFuture<>();

  private record Invocation(String id, String event, CompletableFuture<String> response) {}

  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invocation> running = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> restored = new CompletableFuture<>();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final String functionArn;
  private final Duration timeout;
  private final HttpServer server;

  RuntimeApi(String functionArn, Duration timeout) throws IOException {
    this.functionArn = functionArn;
    this.timeout = timeout;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(BASE, this::serve);
    server.setExecutor(requests);
    server.start();
  }

  /** For {@code AWS_LAMBDA_RUNTIME_API}. */
  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The answer to an event; a failure of the handler fails it. */
  CompletableFuture<String> invoke(String event) {
    var invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
    waiting.add(invocation);
    return invocation.response();
  }

  void restore() {
    restored.complete(null);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var path = exchange.getRequestURI().getPath().substring(BASE.length()).split("/", -1);
      switch (String.join(" ", path[0], path[path.length - 1])) {
        case "invocation next" -> next(exchange);
        case "invocation response" -> accept(exchange, running(path[1]).complete(body));
        case "invocation error" ->
            accept(exchange, running(path[1]).completeExceptionally(new AssertionError(body)));
        case "restore next" -> {
          checkpointed.complete(null);
          restored.join();
          answer(exchange, 200, "");
        }
        case "init error", "restore error" -> accept(exchange, initError.complete(body));
        default -> answer(exchange, 404, "");
      }
    } catch (InterruptedException e) {
      // The function waits for an invocation while everything is shut down.
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    ready.complete(null);
    var invocation = waiting.take();
    running.put(invocation.id(), invocation);
    var headers = exchange.getResponseHeaders();
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.set(
        "Lambda-Runtime-Deadline-Ms", Long.toString(Instant.now().plus(timeout).toEpochMilli()));
    headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.set("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
    headers.set("Content-Type", "application/json");
    answer(exchange, 200, invocation.event());
  }

  private CompletableFuture<String> running(String id) {
    var invocation = running.remove(id);
    if (invocation == null) {
      throw new IllegalStateException("no invocation " + id);
    }
    return invocation.response();
  }

  private static void accept(HttpExchange exchange, boolean first) throws IOException {
    answer(exchange, first ? 202 : 409, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    restored.complete(null);
    server.stop(0);
    requests.shutdownNow();
    requests.close();
  }
}
