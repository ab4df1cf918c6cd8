package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Bare HTTP for {@code /v2/}, with the JDK's client: what was sent is what the test wrote. Answers
 * are read one character to the byte.
 */
public final class RegistryHttp implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String authorization;

  public RegistryHttp(URI endpoint, String authorization) {
    this.endpoint = endpoint;
    this.authorization = authorization;
  }

  /** The Authorization of {@code user:password}. */
  public static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends one request, with the authorization this client was made with.
   *
   * @param headers names and values in turn
   */
  public HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(endpoint.resolve(path)).method(method, body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
  }

  public HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    return send(method, path, BodyPublishers.noBody());
  }

  public HttpResponse<String> put(String path, TestManifest manifest)
      throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(manifest.text());
    return send("PUT", path, body, "Content-Type", manifest.type().mediaType());
  }

  static String location(HttpResponse<?> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  /** The Location with one more query parameter. */
  static String location(HttpResponse<?> response, String parameter) {
    var location = location(response);
    return location + (location.contains("?") ? "&" : "?") + parameter;
  }

  @Override
  public void close() {
    client.close();
  }
}
