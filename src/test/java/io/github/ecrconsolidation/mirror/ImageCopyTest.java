package io.github.ecrconsolidation.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.FailureKind;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** One image between two repositories of the local ECR. */
@Timeout(60)
class ImageCopyTest {
  private static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Tag TAG = new Tag("backend-v1");

  private final LocalEcr local = LocalEcr.start();
  private final LocalClock clock = local.clock();
  private final SdkHttpClient http = Apache5HttpClient.create();
  private final CallContext context = new CallContext(Deadline.in(Duration.ofMinutes(5), clock));
  private final Ecr ecr = LocalAccess.to(local, http, LocalClients.impatient());

  ImageCopyTest() {
    local.store().createRepository(RepositorySettings.named(LEGACY.value()));
    local.store().createRepository(RepositorySettings.named(CONSOLIDATED.value()));
    local.store().blobMounting(true);
  }

  @AfterEach
  void stop() {
    ecr.close();
    http.close();
    local.close();
  }

  @Test
  void aLayerInTheArchiveCountsAsMissing() {
    var archived = push(TestImages.image("archived", 100));
    local.push(CONSOLIDATED.value(), archived, "backend-old");
    archive("backend-old");

    copy(archived);

    assertThat(context.transfers().mountedBlobs()).isEqualTo(2);
    assertThat(local.store().tags(CONSOLIDATED.value())).containsKey("backend-v1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFailureOfTheImageIsToldRatherThanAnyOther(int blob) {
    var image = push(TestImages.image("api", 300, 200));
    local.store().blobMounting(false);
    refuseDownload(image, blob, EcrError.LAYER_UNKNOWN);
    refuseDownload(image, (blob + 1) % 3, EcrError.SERVER);
    refuseDownload(image, (blob + 2) % 3, EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> copy(image))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.IMAGE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aFailureOfTheSurroundingsIsToldRatherThanOneThatMayPass(int blob) {
    var image = push(TestImages.image("api", 300, 200));
    local.store().blobMounting(false);
    refuseDownload(image, blob, EcrError.ACCESS_DENIED);
    refuseDownload(image, (blob + 1) % 3, EcrError.SERVER);
    refuseDownload(image, (blob + 2) % 3, EcrError.SERVER);

    assertThatThrownBy(() -> copy(image))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.SURROUNDINGS));
  }

  @Test
  void oneFailureDoesNotLoseTheWorkOfTheOthers() {
    var image = push(TestImages.image("api", 300, 200));
    local.store().blobMounting(false);
    refuseDownload(image, 1, EcrError.LAYER_UNKNOWN);

    assertThatThrownBy(() -> copy(image)).isInstanceOf(RegistryException.class);

    assertThat(local.store().blobs(CONSOLIDATED.value()))
        .containsExactlyInAnyOrder(image.blobs().get(0).digest(), image.blobs().get(2).digest());
  }

  @Test
  void nothingIsPutWhileABlobIsMissing() {
    var image = push(TestImages.image("api", 300, 200));
    local.store().blobMounting(false);
    refuseDownload(image, 1, EcrError.LAYER_UNKNOWN);

    assertThatThrownBy(() -> copy(image)).isInstanceOf(RegistryException.class);

    assertThat(local.audit().count("PutImage")).isZero();
  }

  @Test
  void aSecondTagCostsOnePut() {
    var index = push(TestImages.twoPlatforms("api", Attestations.WITH_SUBJECT));
    copy(index);
    local.audit().clear();

    new ImageCopy(ecr.open(context), ecr.open(context), CONSOLIDATED, context.deadline())
        .copy(LEGACY, new Digest(index.digest()), Optional.of(new Tag("backend-v2")), subjects());

    assertThat(local.audit().count("PutImage")).isEqualTo(1);
  }

  @Test
  void aReferrerWhoseBlobsAreThereStillBringsItsSubject() {
    var image = push(TestImages.image("api", 300));
    var sbom = push(TestImages.referrer(image, "application/spdx+json"));
    local.faults().on("PutImage").refuse(EcrError.LIMIT_EXCEEDED);
    assertThatThrownBy(() -> copy(sbom)).isInstanceOf(RegistryException.class);
    local.faults().clear();

    copy(sbom);

    assertThat(local.store().digests(CONSOLIDATED.value())).contains(image.digest());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void putsAttestationsBesideTheirImagesOrAfterThem(boolean subjectsComeFirst) {
    var image = TestImages.image("api", 300);
    var attestation = TestImages.referrer(image, "application/vnd.example.first");
    var about = TestImages.referrer(attestation, "application/vnd.example.second");
    var index = push(TestImages.index(about, attestation, image));
    if (subjectsComeFirst) {
      local.store().read(OtherReading.SUBJECTS_COME_FIRST);
    }

    copy(index);

    assertThat(local.store().tags(CONSOLIDATED.value())).containsKey("backend-v1");
    assertThat(local.store().digests(CONSOLIDATED.value()))
        .contains(image.digest(), attestation.digest(), about.digest());
    if (!subjectsComeFirst) {
      assertThat(local.audit().count("PutImage")).isEqualTo(4);
    }
  }

  @Test
  void aRefusedAttestationIsPutOnceAgain() {
    var index = push(TestImages.twoPlatforms("api", Attestations.WITH_SUBJECT));
    for (var child : index.manifests().subList(2, 4)) {
      local.faults().on("PutImage").about(child.digest()).refuse(EcrError.INVALID_PARAMETER);
    }

    assertThatThrownBy(() -> copy(index))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.IMAGE));
    assertThat(local.audit().count("PutImage")).isEqualTo(6);
  }

  @Test
  void beginsNothingWhenNoTimeIsLeft() {
    var image = push(TestImages.image("api", 300));
    clock.advance(Duration.ofMinutes(5));

    assertThatThrownBy(() -> copy(image))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
    assertThat(local.audit().entries()).isEmpty();
  }

  @Test
  void namesAnImageThatIsNotThere() {
    var absent = Digest.of("absent".getBytes(UTF_8));

    assertThatThrownBy(() ->
            new ImageCopy(ecr.open(context), ecr.open(context), CONSOLIDATED, context.deadline())
                .copy(LEGACY, absent, Optional.of(TAG), subjects()))
        .hasMessageContaining(LEGACY + "@" + absent)
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.IMAGE));
  }

  private void copy(TestImage image) {
    new ImageCopy(ecr.open(context), ecr.open(context), CONSOLIDATED, context.deadline())
        .copy(LEGACY, new Digest(image.digest()), Optional.of(TAG), subjects());
  }

  private Subjects subjects() {
    return new Subjects(ecr.open(context), ecr.open(context), CONSOLIDATED, LEGACY, Instant.EPOCH);
  }

  private TestImage push(TestImage image) {
    local.push(LEGACY.value(), image);
    return image;
  }

  private void refuseDownload(TestImage image, int blob, EcrError error) {
    local.faults().on("GET blob").about(image.blobs().get(blob).digest()).refuse(error);
  }

  private void archive(String tag) {
    try (var client = LocalClients.ecr(local.endpoint()).build()) {
      client.updateImageStorageClass(request ->
          request
              .repositoryName(CONSOLIDATED.value())
              .imageId(ImageIdentifier.builder().imageTag(tag).build())
              .targetStorageClass(TargetStorageClass.ARCHIVE));
    }
    local.audit().clear();
  }
}
