package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.TagMutability.Mode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1 to 3: what PutImage and PUT manifest accept. */
class ManifestRulesTest extends RulesFixture {
  private final TestImage image = TestImages.image("web", 100, 200);
  private final TestImage other = TestImages.image("other", 100);

  @Test
  void rule1ABlobInAnotherRepositoryIsNotThereForThisOne() throws Exception {
    ecr.push(LEGACY, image, "v1");

    assertThat(errorOf(() -> put(TARGET, image.root(), "v1"))).isEqualTo("LayersNotFoundException");
    assertThat(refusalOf(http.put("/v2/" + TARGET + "/manifests/v1", image.root())))
        .isEqualTo("404 BLOB_UPLOAD_UNKNOWN");
  }

  @Test
  void rule1AnIndexNeedsItsChildrenAsManifestsInTheSameRepository() throws Exception {
    var index = TestImages.index(image, other);
    ecr.push(LEGACY, index, "v1");

    assertThat(errorOf(() -> put(TARGET, index.root(), "v1")))
        .isEqualTo("ReferencedImagesNotFoundException");
    assertThat(refusalOf(http.put("/v2/" + TARGET + "/manifests/v1", index.root())))
        .isEqualTo("400 MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  void rule1ForeignLayersAreNotAskedFor() {
    ecr.push(LEGACY, TestImages.withForeignLayer("windows"), "v1");

    assertThat(ecr.store().tags(LEGACY)).containsKey("v1");
  }

  @Test
  void rule1ForeignLayersThatArePushedAreHeldLikeAnyOther() throws IOException {
    var windows = TestImages.withPushedForeignLayer("windows");
    ecr.store().blobMounting(true);
    ecr.push(LEGACY, windows, "v1");
    var base = windows.blobs().get(1).digest();

    var availability =
        sdk.batchCheckLayerAvailability(it -> it.repositoryName(LEGACY).layerDigests(base));

    assertThat(availability.layers().getFirst().layerAvailabilityAsString()).isEqualTo("AVAILABLE");
    assertThat(ecr.store().mount(TARGET, LEGACY, base)).isTrue();

    sdk.batchDeleteImage(it -> it.repositoryName(LEGACY).imageIds(tag("v1")));
    assertThat(ecr.store().blobs(LEGACY)).isEmpty();
  }

  @Test
  void rule2TheDigestIsThatOfTheExactBytes() throws IOException {
    pushBlobs(image);
    var reformatted = new TestManifest(image.root().text() + "\n", image.root().type());

    put(TARGET, reformatted, "v1");

    assertThat(reformatted.digest()).isNotEqualTo(image.digest());
    assertThat(ecr.store().tags(TARGET)).containsEntry("v1", reformatted.digest());
    assertThat(ecr.store().manifest(TARGET, reformatted.digest())).isEqualTo(reformatted.text());
  }

  @Test
  void rule2AWrongDigestIsRefused() throws Exception {
    pushBlobs(image);

    var error =
        errorOf(() ->
            sdk.putImage(r ->
                r.repositoryName(TARGET)
                    .imageManifest(image.root().text())
                    .imageDigest(other.digest())));
    var refusal =
        refusalOf(http.put("/v2/" + TARGET + "/manifests/" + other.digest(), image.root()));

    assertThat(error).isEqualTo("ImageDigestDoesNotMatchException");
    assertThat(refusal).isEqualTo("400 DIGEST_INVALID");
  }

  @Test
  void rule2ASignedSchema1ManifestIsKnownByTheDigestOfWhatWasSigned() {
    var schema1 = TestImages.dockerSchema1("old");
    ecr.push(LEGACY, schema1, "old");

    var bytes = ecr.store().manifest(LEGACY, schema1.digest());

    assertThat(TestBlob.of(bytes).digest()).isNotEqualTo(schema1.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no JSON",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.artifact.manifest.v1+json\"}",
        "{\"schemaVersion\":2,\"manifests\":[]}"
      })
  void manifestsThatEcrCannotReadAreRefused(String manifest) throws Exception {
    var invalid = new TestManifest(manifest, ManifestType.OCI_MANIFEST);

    assertThat(errorOf(() -> sdk.putImage(r -> r.repositoryName(TARGET).imageManifest(manifest))))
        .isEqualTo("InvalidParameterException");
    assertThat(refusalOf(http.put("/v2/" + TARGET + "/manifests/v1", invalid)))
        .isEqualTo("405 UNSUPPORTED");
  }

  @Test
  void aManifestWithoutMediaTypeNeedsItBesideIt() throws IOException {
    pushBlobs(image);
    var text = image.root().text().replaceFirst("\"mediaType\":\"[^\"]+\",", "");
    var bare = new TestManifest(text, ManifestType.OCI_MANIFEST);

    assertThat(errorOf(() -> sdk.putImage(r -> r.repositoryName(TARGET).imageManifest(text))))
        .isEqualTo("InvalidParameterException");
    put(TARGET, bare, "v1");
    assertThat(ecr.store().tags(TARGET)).containsEntry("v1", bare.digest());
  }

  @Test
  void rule3TheSameTagOnTheSameDigestExistsAlready() throws Exception {
    ecr.push(TARGET, image, "v1");

    assertThat(errorOf(() -> put(TARGET, image.root(), "v1")))
        .isEqualTo("ImageAlreadyExistsException");
    assertThat(http.put("/v2/" + TARGET + "/manifests/v1", image.root()).statusCode())
        .isEqualTo(201);
  }

  @Test
  void rule3AMovedTagLeavesTheOldImageUntagged() {
    ecr.push(TARGET, image, "v1");
    ecr.push(TARGET, other, "v1");

    assertThat(ecr.store().tags(TARGET)).containsExactly(Map.entry("v1", other.digest()));
    assertThat(ecr.store().digests(TARGET)).contains(image.digest(), other.digest());
  }

  @Test
  void rule3AnImmutableTagIsRefusedEvenForTheSameDigest() throws Exception {
    createWith("immutable", TagMutability.IMMUTABLE);
    ecr.push("immutable", image, "v1");

    assertThat(errorOf(() -> put("immutable", image.root(), "v1")))
        .isEqualTo("ImageTagAlreadyExistsException");
    var answer = http.put("/v2/immutable/manifests/v1", image.root());
    assertThat(refusalOf(answer)).isEqualTo("400 TAG_INVALID");
    assertThat(answer.body()).contains("cannot be overwritten because the repository is immutable");
  }

  @Test
  void rule3ExclusionFiltersAreGlobsThatTurnTheModeRound() {
    createWith(
        "mostly-fixed", new TagMutability(Mode.IMMUTABLE_WITH_EXCLUSION, List.of("sha256-*")));
    createWith("mostly-free", new TagMutability(Mode.MUTABLE_WITH_EXCLUSION, List.of("v*.0")));
    for (var repository : List.of("mostly-fixed", "mostly-free")) {
      ecr.push(repository, image, "sha256-abc.sig", "v1.0");
      pushBlobsTo(repository, other);
    }

    put("mostly-fixed", other.root(), "sha256-abc.sig");
    put("mostly-free", other.root(), "sha256-abc.sig");
    assertThat(errorOf(() -> put("mostly-fixed", other.root(), "v1.0")))
        .isEqualTo("ImageTagAlreadyExistsException");
    assertThat(errorOf(() -> put("mostly-free", other.root(), "v1.0")))
        .isEqualTo("ImageTagAlreadyExistsException");
  }

  @Test
  void anImageTakesAThousandTagsAndNoMore() {
    ecr.push(TARGET, image);
    for (var i = 0; i < 1000; i++) {
      new StoreSink(ecr.store(), TARGET).manifest(image.root(), Optional.of("t" + i));
    }

    assertThat(errorOf(() -> put(TARGET, image.root(), "one-more")))
        .isEqualTo("LimitExceededException");
  }

  private void createWith(String repository, TagMutability mutability) {
    ecr.store().createRepository(RepositorySettings.named(repository).with(mutability));
  }

  private void put(String repository, TestManifest manifest, String tag) {
    sdk.putImage(r ->
        r.repositoryName(repository)
            .imageManifest(manifest.text())
            .imageManifestMediaType(manifest.type().mediaType())
            .imageDigest(manifest.digest())
            .imageTag(tag));
  }

  private void pushBlobs(TestImage pushed) {
    pushBlobsTo(TARGET, pushed);
  }

  private void pushBlobsTo(String repository, TestImage pushed) {
    for (var blob : pushed.blobs()) {
      try {
        new StoreSink(ecr.store(), repository).blob(blob);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }
}
