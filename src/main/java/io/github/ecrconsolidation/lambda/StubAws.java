package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/**
 * Answers what it takes to mirror one image, without a network: legacy repositories have the image,
 * the consolidated one does not, and mounts whatever it is asked to.
 */
final class StubAws implements SdkHttpClient {
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

  StubAws(RepositoryName consolidated) {
    this.consolidated = consolidated;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {

      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {}
    };
  }

  private HttpExecuteResponse answer(HttpExecuteRequest request) throws IOException {
    var target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElse("");
    return switch (target.substring(target.indexOf('.') + 1)) {
      case "GetAuthorizationToken" ->
          json(
              Map.of(
                  "authorizationData",
                  List.of(
                      Map.of(
                          "authorizationToken", "none",
                          "proxyEndpoint", "https://registry",
                          "expiresAt", Integer.MAX_VALUE))));
      case "DescribeImages" ->
          repository(request).equals(Optional.of(consolidated.value()))
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

  private static Optional<String> repository(HttpExecuteRequest request) throws IOException {
    try (var body = request.contentStreamProvider().orElseThrow().newStream()) {
      return JsonObject.parse(new String(body.readAllBytes(), UTF_8)).text("repositoryName");
    }
  }

  private static HttpExecuteResponse json(Map<String, Object> members) {
    return response(200, JsonObject.write(members));
  }

  private static HttpExecuteResponse response(int status, String text) {
    return HttpExecuteResponse.builder()
        .response(SdkHttpFullResponse.builder().statusCode(status).build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(text.getBytes(UTF_8))))
        .build();
  }

  @Override
  public void close() {}
}
