package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on this machine alone that answers what it takes to mirror one image: legacy
 * repositories have the image, the consolidated one does not, and mounts whatever it is asked to.
 * It knows as much HTTP as the SDK's client sends.
 */
final class StubAws implements AutoCloseable {
  private static final String IMAGE_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String BLOB =
      "{\"mediaType\":\"application/octet-stream\",\"size\":1,\"digest\":\"%s\"}"
          .formatted(Digest.of(new byte[1]).value());
  private static final String MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
          .formatted(IMAGE_TYPE, BLOB, BLOB);

  /** The image of every tag of every legacy repository. */
  static final Digest IMAGE = Digest.of(MANIFEST.getBytes(UTF_8));

  private final RepositoryName consolidated;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Listens on a free port.
   *
   * @throws IOException when it may not
   */
  StubAws(RepositoryName consolidated) throws IOException {
    this.consolidated = consolidated;
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Of all APIs and of the registry. */
  URI endpoint() {
    return URI.create(
        "http://%s:%d".formatted(server.getInetAddress().getHostAddress(), server.getLocalPort()));
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        threads.execute(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client;
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        var out = client.getOutputStream()) {
      client.setTcpNoDelay(true);
      while (in.readLine() != null) {
        var headers = headers(in);
        var body = body(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
        out.write(answer(headers.getOrDefault("x-amz-target", ""), body).getBytes(US_ASCII));
      }
    } catch (IOException _) {
      // The client closed the connection.
    }
  }

  private static Map<String, String> headers(BufferedReader in) throws IOException {
    var headers = new TreeMap<String, String>();
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String body(BufferedReader in, int length) throws IOException {
    var body = new StringBuilder(length);
    while (body.length() < length) {
      var next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      body.append((char) next);
    }
    return body.toString();
  }

  private String answer(String target, String body) {
    return switch (target.substring(target.indexOf('.') + 1)) {
      case "GetAuthorizationToken" ->
          json(
              Map.of(
                  "authorizationData",
                  List.of(
                      Map.of(
                          "authorizationToken",
                          "none",
                          "proxyEndpoint",
                          endpoint().toString(),
                          "expiresAt",
                          Integer.MAX_VALUE))));
      case "DescribeImages" ->
          isConsolidated(body)
              ? response(400, "{\"__type\":\"ImageNotFoundException\"}")
              : json(
                  Map.of(
                      "imageDetails",
                      List.of(
                          Map.of(
                              "imageDigest",
                              IMAGE.value(),
                              "imageManifestMediaType",
                              IMAGE_TYPE))));
      case "BatchGetImage" ->
          json(
              Map.of(
                  "images",
                  List.of(
                      Map.of(
                          "imageId", Map.of("imageDigest", IMAGE.value()),
                          "imageManifestMediaType", IMAGE_TYPE,
                          "imageManifest", MANIFEST))));
      case "PutEvents" -> json(Map.of("Entries", List.of(Map.of("EventId", "none"))));
      // Not the JSON API, so a mount, which is granted.
      case "" -> response(201, "");
      default -> response(200, "{}");
    };
  }

  private boolean isConsolidated(String body) {
    return JsonObject.parse(body)
        .text("repositoryName")
        .filter(consolidated.value()::equals)
        .isPresent();
  }

  private static String json(Map<String, Object> members) {
    return response(200, JsonObject.write(members));
  }

  private static String response(int status, String text) {
    return "HTTP/1.1 %d -\r\nContent-Length: %d\r\n\r\n%s".formatted(status, text.length(), text);
  }

  /** Waits for the clients to close their connections: none remains open. */
  @Override
  public void close() throws IOException {
    server.close();
    threads.close();
  }
}
