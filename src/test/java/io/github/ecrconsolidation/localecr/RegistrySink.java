package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Pushes over {@code /v2/}, as {@code docker push} does: HEAD, POST, streaming PATCH, PUT. */
public record RegistrySink(RegistryHttp http, String repository) implements ImageSink {
  /** One HTTP exchange of a push. */
  private interface Exchange {
    HttpResponse<String> send() throws IOException, InterruptedException;
  }

  @Override
  public void blob(TestBlob blob) throws IOException {
    var path = "/v2/%s/blobs/".formatted(repository);
    if (done(() -> http.send("HEAD", path + blob.digest())).statusCode() == 200) {
      return;
    }
    var session = expect(202, () -> http.send("POST", path + "uploads/"));
    var body = BodyPublishers.ofInputStream(blob.content());
    // ECR answers 201 where the DS says 202 (openai/tart#273).
    var sent =
        expect(Set.of(201, 202), () -> http.send("PATCH", RegistryHttp.location(session), body));
    var end = RegistryHttp.location(sent, "digest=" + blob.digest());
    expect(201, () -> http.send("PUT", end));
  }

  @Override
  public void manifest(TestManifest manifest, Optional<String> tag) throws IOException {
    var reference = tag.orElse(manifest.digest());
    var path = "/v2/%s/manifests/%s".formatted(repository, reference);
    expect(201, () -> http.put(path, manifest));
  }

  private static HttpResponse<String> expect(int status, Exchange exchange) throws IOException {
    return expect(Set.of(status), exchange);
  }

  private static HttpResponse<String> expect(Set<Integer> statuses, Exchange exchange)
      throws IOException {
    var response = done(exchange);
    if (!statuses.contains(response.statusCode())) {
      throw new IOException("%s: %s".formatted(response, response.body()));
    }
    return response;
  }

  private static HttpResponse<String> done(Exchange exchange) throws IOException {
    try {
      return exchange.send();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("pushing");
    }
  }
}
