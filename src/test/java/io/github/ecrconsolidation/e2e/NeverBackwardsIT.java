package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** A late, repeated or redriven event undoes nothing that was done since. */
class NeverBackwardsIT {
  private final Landscape landscape = Landscape.start();
  private final TestImage old = TestImages.image("old", 300, 200);
  private final TestImage direct = TestImages.image("direct", 100);

  @AfterEach
  void stop() {
    landscape.close();
  }

  @Test
  void aLateEventLeavesATargetThatWasPushedDirectlyMeanwhile() {
    landscape.push(BACKEND, old, "latest");
    landscape.ecr.clock().advance(Duration.ofDays(20));
    landscape.clock.advance(Duration.ofDays(20));
    landscape.push(CONSOLIDATED, direct, "backend-latest");

    var result = landscape.deliverLast();

    assertThat(result.text("outcome")).contains("NothingToDo");
    assertThat(result.text("reason").orElse("")).contains("backend-latest", direct.digest());
    assertThat(landscape.mirrored("backend-latest")).isEqualTo(direct.digest());
    assertThat(landscape.count("BatchGetImage")).isZero();
    assertThat(landscape.count("DescribeImages")).isEqualTo(3);
  }

  @Test
  void aDuplicateLeavesASignatureThatWasMadeAnew() {
    var signature = old.signatureTag(".sig");
    landscape.push(BACKEND, TestImages.cosignSignature(old), signature);
    landscape.deliverLast();
    var anew = landscape.pushLater(CONSOLIDATED, TestImages.cosignAttestation(old), signature);

    landscape.deliverLast();

    assertThat(landscape.mirrored(signature)).isEqualTo(anew.digest());
  }

  @Test
  void aLaterLegacyPushIsFollowedWithoutALookUpMore() {
    landscape.push(BACKEND, TestImages.image("first", 50), "latest");
    landscape.deliverAll();
    landscape.pushLater(CONSOLIDATED, direct, "backend-latest");
    landscape.pushLater(BACKEND, old, "latest");
    landscape.ecr.audit().clear();

    landscape.deliverAll();

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(old.digest());
    assertThat(landscape.count("DescribeImages")).isEqualTo(3);
  }

  @Test
  void aLegacyTagThatGoesBackIsFollowedAlthoughItsCopyIsYounger() {
    landscape.push(BACKEND, old, "latest");
    var second = landscape.pushLater(BACKEND, direct, "latest");
    landscape.ecr.clock().advance(Duration.ofMinutes(1));
    landscape.deliverAll();
    assertThat(landscape.mirrored("backend-latest")).isEqualTo(second.digest());
    landscape.pushLater(BACKEND, old, "latest");

    landscape.deliverAll();

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(old.digest());
  }

  @Test
  void aDirectPushDuringTheCopyOfATagThatMovesIsSeenWhenItIsDecidedAgain() {
    landscape.push(BACKEND, old, "latest");
    landscape
        .ecr
        .faults()
        .on("PutImage")
        .once()
        .after(() -> {
          landscape.push(BACKEND, TestImages.image("second", 50), "latest");
          landscape.pushLater(CONSOLIDATED, direct, "backend-latest");
        });

    landscape.deliver(landscape.pushes.getFirst());

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(direct.digest());
  }

  @Test
  void anOperatorMayOverride() {
    landscape.push(BACKEND, old, "latest");
    landscape.pushLater(CONSOLIDATED, direct, "backend-latest");

    landscape.deliver(landscape.requested(BACKEND, "latest", ""));
    assertThat(landscape.mirrored("backend-latest")).isEqualTo(direct.digest());
    landscape.deliver(landscape.requested(BACKEND, "latest", ",\"override\":true"));

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(old.digest());
  }

  @Test
  void aCopyInTheArchiveStaysThereUnlessAnOperatorOverrides() {
    landscape.push(BACKEND, old, "v1");
    landscape.deliverLast();
    landscape.client.updateImageStorageClass(request ->
        request
            .repositoryName(CONSOLIDATED)
            .imageId(ImageIdentifier.builder().imageTag("backend-v1").build())
            .targetStorageClass(TargetStorageClass.ARCHIVE));

    assertThat(landscape.deliverLast().text("outcome")).contains("NothingToDo");
    assertThat(isActive()).isFalse();
    landscape.deliver(landscape.requested(BACKEND, "v1", ",\"override\":true"));

    assertThat(isActive()).isTrue();
  }

  private boolean isActive() {
    return landscape
        .client
        .describeImages(request -> request.repositoryName(CONSOLIDATED))
        .imageDetails()
        .stream()
        .anyMatch(detail -> detail.imageDigest().equals(old.digest()));
  }

  @Test
  void aPushedReferrerDoesNotBringBackAnImageThatWasRemoved() {
    landscape.push(BACKEND, old, "v1");
    landscape.deliverLast();
    landscape.delete(CONSOLIDATED, old.digest());
    landscape.pushes.clear();
    landscape.ecr.clock().advance(Duration.ofDays(30));
    landscape.clock.advance(
        Duration.between(landscape.clock.instant(), landscape.ecr.clock().instant()));
    var sbom = landscape.push(BACKEND, TestImages.referrer(old, "application/spdx+json"));
    landscape.push(BACKEND, TestImages.referrer(sbom, "application/signature"));

    var signature = landscape.deliverLast();
    landscape.deliverAll();

    assertThat(signature.text("outcome")).contains("NothingToDo");
    assertThat(landscape.ecr.store().digests(CONSOLIDATED))
        .doesNotContain(old.digest(), sbom.digest());
  }

  @Test
  void theOwnerOfATagIsNotBlockedByARepositoryWithoutAClaim() {
    var owner = "ml-platform/backend-api";
    landscape.create(RepositorySettings.named(owner));
    landscape.push(owner, old, "v1");
    landscape.deliverAll();
    // Refused as ambiguous, and yet it points to the owner's image.
    landscape.push(BACKEND, old, "api-v1");
    landscape.deliverAll();
    landscape.pushLater(owner, direct, "v1");

    landscape.deliverAll();

    assertThat(landscape.mirrored("backend-api-v1")).isEqualTo(direct.digest());
  }

  @Test
  void theFirstPushToARepositoryJustCreatedIsMirrored() {
    landscape.create(RepositorySettings.named("ml-platform/other-service"));
    landscape.push("ml-platform/other-service", old, "v1");
    landscape.deliverAll();
    landscape.create(RepositorySettings.named("ml-platform/backend-api"));
    landscape.push("ml-platform/backend-api", direct, "v1");

    assertThat(landscape.deliverLast().text("outcome")).contains("Mirrored");
  }

  @Test
  void aRepositoryThatWasDeletedMeanwhileIsNothingToDo() {
    landscape.push(BACKEND, old, "v1");
    var referrer = landscape.push(BACKEND, TestImages.referrer(old, "application/spdx+json"));
    landscape.client.deleteRepository(request -> request.repositoryName(BACKEND).force(true));

    landscape.deliverAll();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).doesNotContain(referrer.digest());
    assertThat(landscape.log)
        .hasSize(2)
        .allMatch(line -> line.contains("NothingToDo") && line.contains(BACKEND + " was deleted"));
  }

  @Test
  void aRepositoryThatIsDeletedDuringTheCopyIsNothingToDo() {
    landscape.push(BACKEND, old, "v1");
    landscape
        .ecr
        .faults()
        .on("BatchGetImage")
        .once()
        .before(
            () -> landscape.client.deleteRepository(it -> it.repositoryName(BACKEND).force(true)));

    assertThat(landscape.deliverLast().text("outcome")).contains("NothingToDo");
  }

  @Test
  void aTagThatNoClientCanAddressIsOverlong() {
    landscape.push(BACKEND, old, "x".repeat(200));

    var result = landscape.deliverLast();

    assertThat(result.text("code")).contains("OverlongTag");
    assertThat(result.text("reason").orElse("")).contains("208 characters", "may have 128");
    assertThat(landscape.requests()).isEmpty();
  }
}
