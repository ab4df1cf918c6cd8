package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;

/** Rules 11 to 13: tokens, downloads and uploads. */
class TransferRulesTest extends RulesFixture {
  private static final String UPLOADS = "/v2/" + TARGET + "/blobs/uploads/";

  private final TestBlob blob = TestBlob.of("some bytes");

  @Test
  void rule11WithoutATokenTheAnswerIsABasicChallenge() throws Exception {
    try (var stranger = new RegistryHttp(ecr.endpoint(), "");
        var guesser = new RegistryHttp(ecr.endpoint(), RegistryHttp.basic("AWS:guess"))) {
      var answer = stranger.send("GET", "/v2/");

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Basic realm=");
      assertThat(guesser.send("GET", "/v2/").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void rule11ATokenLivesTwelveHoursOfTheClock() throws Exception {
    ecr.clock().advance(Duration.ofHours(12).minusMillis(1));
    assertThat(send("GET", "/v2/").statusCode()).isEqualTo(200);

    ecr.clock().advance(Duration.ofMillis(1));
    assertThat(refusalOf(send("GET", "/v2/"))).isEqualTo("401 UNAUTHORIZED");
    try (var renewed = new RegistryHttp(ecr.endpoint(), "Basic " + token())) {
      assertThat(renewed.send("GET", "/v2/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void rule12ABlobIsElsewhereWhereTheTokenIsAnError() throws Exception {
    var location = redirect();

    assertThat(location.getPort()).isNotEqualTo(ecr.endpoint().getPort());
    try (var withToken = new RegistryHttp(location, RegistryHttp.basic("AWS:any"));
        var without = new RegistryHttp(location, "")) {
      var refused = withToken.send("GET", location.toString());
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("Only one auth mechanism allowed");
      assertThat(without.send("GET", location.toString()).body()).isEqualTo("some bytes");
    }
  }

  @Test
  void rule12ASignedUrlGivesRangesAndExpires() throws Exception {
    var location = redirect();
    try (var storage = new RegistryHttp(location, "")) {
      var part =
          storage.send("GET", location.toString(), BodyPublishers.noBody(), "Range", "bytes=5-");
      ecr.clock().advance(Duration.ofMinutes(15));
      var late = storage.send("GET", location.toString());

      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("bytes");
      assertThat(late.statusCode()).isEqualTo(403);
    }
  }

  /** RFC 9110, 14.1.2; the blob is the text "some bytes". */
  @ParameterizedTest
  @CsvSource({
    "bytes=5-, 206, bytes",
    "bytes=0-3, 206, some",
    "bytes=5-99, 206, bytes",
    "bytes=-5, 206, bytes",
    "bytes=-99, 206, some bytes",
    "bytes=5-0, 200, some bytes",
    "bytes=-, 200, some bytes",
    "bytes=10-, 416, ",
  })
  void rule12TheStorageGivesEveryKindOfRange(String range, int status, String body)
      throws Exception {
    var location = redirect();
    try (var storage = new RegistryHttp(location, "")) {
      var part = storage.send("GET", location.toString(), BodyPublishers.noBody(), "Range", range);

      assertThat(part.statusCode()).isEqualTo(status);
      assertThat(part.body()).contains(body == null ? "InvalidRange" : body);
    }
  }

  @Test
  void rule12TheJsonApiGivesUrlsOnlyForLayersOfAnImage() throws Exception {
    new StoreSink(ecr.store(), TARGET).blob(blob);
    var image = TestImages.image("web", 100);
    ecr.push(TARGET, image, "v1");
    var layer = image.blobs().getLast().digest();

    assertThat(errorOf(() -> downloadUrl(blob.digest()))).isEqualTo("LayerInaccessibleException");
    assertThat(downloadUrl(layer)).startsWith("http://localhost:").contains(layer);
    assertThat(errorOf(() -> downloadUrl(TestBlob.of("no").digest())))
        .isEqualTo("LayersNotFoundException");
  }

  @Test
  void rule13AStreamedUploadIsPostPatchPut() throws Exception {
    new RegistrySink(http, TARGET).blob(blob);

    assertThat(ecr.store().blobs(TARGET)).containsExactly(blob.digest());
    assertThat(ecr.audit().entries("PATCH upload").getFirst().bytesIn()).isEqualTo(blob.size());
  }

  @Test
  void rule13ASinglePutAfterPostWillDo() throws Exception {
    var session = send("POST", UPLOADS);
    var body = BodyPublishers.ofString("some bytes");

    var answer = http.send("PUT", RegistryHttp.location(session, "digest=" + blob.digest()), body);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(ecr.store().blobs(TARGET)).containsExactly(blob.digest());
  }

  @Test
  void rule13ABadDigestLeavesTheSessionAlive() throws Exception {
    var session = http.send("PATCH", start(), BodyPublishers.ofString("some bytes"));
    var wrong = send("PUT", RegistryHttp.location(session, "digest=" + TestBlob.of("no").digest()));
    var right = send("PUT", RegistryHttp.location(session, "digest=" + blob.digest()));

    assertThat(session.statusCode()).isEqualTo(201);
    assertThat(refusalOf(wrong)).isEqualTo("400 DIGEST_INVALID");
    assertThat(right.statusCode()).isEqualTo(201);
  }

  @Test
  void rule13ASessionBelongsToItsRepository() throws Exception {
    var elsewhere = start().replace("/v2/" + TARGET, "/v2/" + LEGACY);

    assertThat(refusalOf(http.send("PATCH", elsewhere, BodyPublishers.ofString("x"))))
        .isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void rule13TheQueryOfTheLocationHasToBeKept() {
    var bare = start().replaceFirst("\\?.*", "");

    assertThat(refusalOf(send("PUT", bare + "?digest=" + blob.digest())))
        .isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void rule13APartAtTheWrongOffsetIsRefusedAndTheStatusTellsTheRightOne() throws Exception {
    var session = start();
    http.send("PATCH", session, BodyPublishers.ofString("some "));

    var repeated = http.send("PATCH", session, BodyPublishers.ofString("some "));
    var status = send("GET", session);
    var rest =
        http.send(
            "PATCH",
            RegistryHttp.location(status),
            BodyPublishers.ofString("bytes"),
            "Content-Range",
            "5-9");
    var end = send("PUT", RegistryHttp.location(rest, "digest=" + blob.digest()));

    assertThat(refusalOf(repeated)).isEqualTo("416 BLOB_UPLOAD_INVALID");
    assertThat(repeated.body()).contains("First byte of the layer part is 0 instead of 5");
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(status.headers().firstValue("Range")).hasValue("0-4");
    assertThat(end.statusCode()).isEqualTo(201);
  }

  @Test
  void rule13ABlobOfZeroBytesIsRefused() {
    var end = start() + "&digest=" + TestBlob.of("").digest();

    assertThat(refusalOf(send("PUT", end))).isEqualTo("400 BLOB_UPLOAD_INVALID");
  }

  @Test
  void rule13ACancelledUploadIsGone() {
    var session = start();

    assertThat(send("DELETE", session).statusCode()).isEqualTo(204);
    assertThat(send("GET", session).statusCode()).isEqualTo(404);
  }

  @Test
  void rule13LocationsCanBeRelative() throws Exception {
    try (var relative = LocalEcr.builder().relativeLocations().start();
        var otherSdk = SdkClients.ecr(relative.endpoint())) {
      relative.store().createRepository(RepositorySettings.named(TARGET));
      try (var client =
          new RegistryHttp(relative.endpoint(), "Basic " + SdkClients.token(otherSdk))) {
        assertThat(RegistryHttp.location(client.send("POST", UPLOADS))).startsWith(UPLOADS);
        new RegistrySink(client, TARGET).blob(blob);
      }
      assertThat(relative.store().blobs(TARGET)).containsExactly(blob.digest());
    }
    assertThat(start()).startsWith(ecr.endpoint().toString());
  }

  @Test
  void jsonUploadsTakePartsOfFiveMebibytesExceptTheLast() {
    var id = sdk.initiateLayerUpload(r -> r.repositoryName(TARGET)).uploadId();
    part(id, 0, "some ");

    assertThat(errorOf(() -> part(id, 5, "bytes"))).isEqualTo("InvalidLayerPartException");
  }

  @Test
  void jsonUploadsEndWithTheDigest() {
    var id = sdk.initiateLayerUpload(r -> r.repositoryName(TARGET)).uploadId();

    assertThat(errorOf(() -> complete(id))).isEqualTo("EmptyUploadException");
    assertThat(errorOf(() -> part(id, 3, "some bytes"))).isEqualTo("InvalidLayerPartException");
    part(id, 0, "some bytes");
    complete(id);
    assertThat(ecr.store().blobs(TARGET)).containsExactly(blob.digest());
    var again = sdk.initiateLayerUpload(r -> r.repositoryName(TARGET)).uploadId();
    part(again, 0, "some bytes");
    assertThat(errorOf(() -> complete(again))).isEqualTo("LayerAlreadyExistsException");
  }

  private void part(String id, long first, String text) {
    sdk.uploadLayerPart(r ->
        r.repositoryName(TARGET)
            .uploadId(id)
            .partFirstByte(first)
            .partLastByte(first + text.length() - 1)
            .layerPartBlob(SdkBytes.fromUtf8String(text)));
  }

  private void complete(String id) {
    sdk.completeLayerUpload(r -> r.repositoryName(TARGET).uploadId(id).layerDigests(blob.digest()));
  }

  private String downloadUrl(String digest) {
    return sdk.getDownloadUrlForLayer(r -> r.repositoryName(TARGET).layerDigest(digest))
        .downloadUrl();
  }

  private String start() {
    var session = send("POST", UPLOADS);
    assertThat(session.statusCode()).isEqualTo(202);
    return RegistryHttp.location(session);
  }

  private URI redirect() throws IOException {
    new StoreSink(ecr.store(), TARGET).blob(blob);
    HttpResponse<String> answer = send("GET", "/v2/" + TARGET + "/blobs/" + blob.digest());
    assertThat(answer.statusCode()).isEqualTo(307);
    return URI.create(RegistryHttp.location(answer));
  }
}
