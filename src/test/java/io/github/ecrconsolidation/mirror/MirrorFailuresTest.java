package io.github.ecrconsolidation.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mirror.MirrorResult.Failed;
import io.github.ecrconsolidation.mirror.MirrorResult.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** What a failure of the registry means for a mirror request. */
@Timeout(60)
class MirrorFailuresTest {
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final MirrorRequest REQUEST =
      new OfTag(new ImageReference(new RepositoryName(LEGACY), new Tag("v1")), Optional.empty());

  private final LocalEcr local = LocalEcr.start();
  private final SdkHttpClient http = Apache5HttpClient.create();
  private final Ecr ecr = LocalAccess.to(local, http, LocalClients.impatient());
  private final TestImage image = TestImages.image("api", 300);

  MirrorFailuresTest() {
    local.store().createRepository(RepositorySettings.named(LEGACY));
    local.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    local.store().blobMounting(true);
    local.push(LEGACY, image, "v1");
  }

  @AfterEach
  void stop() {
    ecr.close();
    http.close();
    local.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCESS_DENIED", "LIMIT_EXCEEDED", "KMS", "UNRECOGNIZED_CLIENT", "SERVER"})
  void isNoResultUnlessItIsAboutTheImage(EcrError error) {
    local.faults().on("PutImage").refuse(error);

    assertThat(attempt(REQUEST)).isInstanceOf(Failed.class);
  }

  @Test
  void isAResultWhenItIsAboutTheImage() {
    local.faults().on("PutImage").refuse(EcrError.INVALID_MANIFEST);

    assertThat(attempt(REQUEST)).isInstanceOf(Refused.class);
  }

  @Test
  void aMissingConsolidatedRepositoryIsOfTheSurroundings() {
    try (var client = LocalClients.ecr(local.endpoint()).build()) {
      client.deleteRepository(it -> it.repositoryName(CONSOLIDATED));
    }

    assertThat(attempt(REQUEST)).isInstanceOf(Failed.class);
  }

  @Test
  void aMissingLegacyRepositoryHasNothingToMirror() {
    try (var client = LocalClients.ecr(local.endpoint()).build()) {
      client.deleteRepository(it -> it.repositoryName(LEGACY).force(true));
    }

    assertThat(attempt(REQUEST)).isInstanceOf(NothingToDo.class);
  }

  @Test
  void aClaimantThatWasDeletedMeanwhileHoldsNothing() {
    assertThat(attempt(signatureThatIsOutdated(), List.of(LEGACY, "ml-platform/gone")))
        .isInstanceOf(Mirrored.class);
  }

  @Test
  void aClaimantThatCannotBeReadMayHoldTheTarget() {
    var claimant = "ml-platform/claimant";
    local.store().createRepository(RepositorySettings.named(claimant));
    local.faults().on("DescribeImages").in(claimant).refuse(EcrError.ACCESS_DENIED);

    assertThat(attempt(signatureThatIsOutdated(), List.of(LEGACY, claimant)))
        .isInstanceOf(Failed.class);
  }

  /** Every legacy repository may claim a signature tag. */
  private MirrorRequest signatureThatIsOutdated() {
    var tag = image.signatureTag(".sig");
    local.push(CONSOLIDATED, TestImages.image("before", 100), tag);
    local.push(LEGACY, TestImages.cosignSignature(image), tag);
    return new OfTag(
        new ImageReference(new RepositoryName(LEGACY), new Tag(tag)), Optional.empty());
  }

  @Test
  void anArchivedCopyIsNotMirrored() {
    local.push(CONSOLIDATED, image, "backend-v1");
    archive(CONSOLIDATED, image);

    assertThat(attempt(REQUEST))
        .isInstanceOfSatisfying(
            NothingToDo.class, nothing -> assertThat(nothing.reason()).contains("ARCHIVED"));
    assertThat(local.audit().count("PutImage")).isZero();
  }

  @Test
  void anArchivedReferrerIsNotMirrored() {
    var sbom = TestImages.referrer(image, "application/spdx+json");
    local.push(LEGACY, sbom);
    local.push(CONSOLIDATED, image, "backend-v1");
    local.push(CONSOLIDATED, sbom);
    archive(CONSOLIDATED, sbom);

    var result = attempt(new OfDigest(new RepositoryName(LEGACY), new Digest(sbom.digest())));

    assertThat(result).isInstanceOf(Mirrored.class);
    assertThat(local.audit().count("PutImage")).isPositive();
  }

  @Test
  void anArchivedReferrerThatIsNotRestoredIsRefused() {
    var sbom = TestImages.referrer(image, "application/spdx+json");
    local.push(LEGACY, sbom);
    local.push(CONSOLIDATED, image, "backend-v1");
    local.push(CONSOLIDATED, sbom);
    archive(CONSOLIDATED, sbom);
    local.faults().on("PutImage").refuse(EcrError.IMAGE_ALREADY_EXISTS);

    assertThat(attempt(new OfDigest(new RepositoryName(LEGACY), new Digest(sbom.digest()))))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("ImageNotActive"));
  }

  // --- images that were pushed a moment ago

  @Test
  void aFailureToReadAheadIsNone() {
    local.faults().on("BatchGetImage").times(1).refuse(EcrError.ACCESS_DENIED);

    assertThat(attemptJustPushed(pushed(image))).isInstanceOf(Mirrored.class);
    assertThat(requests("BatchGetImage")).isEqualTo(2);
  }

  @Test
  void anImageIsReadOnceThoughAhead() {
    assertThat(attemptJustPushed(pushed(image))).isInstanceOf(Mirrored.class);
    assertThat(requests("BatchGetImage")).isEqualTo(1);
  }

  @Test
  void theTagDecidesWhateverWasReadAhead() {
    var next = TestImages.image("next", 200);
    local.push(LEGACY, next, "v1");

    assertThat(attemptJustPushed(pushed(image)))
        .isEqualTo(new Mirrored(new Digest(next.digest()), Optional.of(new Tag("backend-v1"))));
  }

  @Test
  void aReferrerAndItsSubjectAreReadByOneRequest() {
    var sbom = TestImages.referrer(image, "application/spdx+json");
    local.push(LEGACY, sbom);
    local.audit().clear();

    assertThat(attemptJustPushed(untagged(sbom))).isInstanceOf(Mirrored.class);
    assertThat(requests("BatchGetImage")).isEqualTo(1);
    assertThat(local.store().digests(CONSOLIDATED)).contains(image.digest(), sbom.digest());
  }

  @Test
  void aReferrerIsReadAgainWhereOnlyTheConsolidatedRepositoryHasItsSubject() {
    var other = TestImages.image("other", 300);
    var sbom = TestImages.referrer(other, "application/spdx+json");
    local.push(CONSOLIDATED, other, "backend-v2");
    local.push(LEGACY, sbom);
    local.audit().clear();

    assertThat(attemptJustPushed(untagged(sbom))).isInstanceOf(Mirrored.class);
    assertThat(requests("BatchGetImage")).isEqualTo(2);
  }

  @Test
  void anImageThatCannotBePulledIsRefusedAsEver() {
    archive(LEGACY, image);

    assertThat(attemptJustPushed(pushed(image)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo("ImageNotActive"));
  }

  @Test
  void theChildOfAnIndexIsNotPulled() {
    local.audit().clear();

    assertThat(attemptJustPushed(untagged(image))).isInstanceOf(NothingToDo.class);
    assertThat(local.audit().entries())
        .extracting(Audit.Entry::operation)
        .containsExactly("DescribeImages");
  }

  private long requests(String operation) {
    return local.audit().entries().stream()
        .filter(entry -> entry.operation().equals(operation))
        .count();
  }

  private static OfTag pushed(TestImage image) {
    return new OfTag(
        new ImageReference(new RepositoryName(LEGACY), new Tag("v1")),
        Optional.of(new Digest(image.digest())));
  }

  private static OfDigest untagged(TestImage image) {
    return new OfDigest(new RepositoryName(LEGACY), new Digest(image.digest()));
  }

  private MirrorResult attemptJustPushed(MirrorRequest request) {
    return mirror(List.of(LEGACY)).attempt(request, true);
  }

  private MirrorResult attempt(MirrorRequest request) {
    return attempt(request, List.of(LEGACY));
  }

  private MirrorResult attempt(MirrorRequest request, List<String> known) {
    return mirror(known).attempt(request, false);
  }

  private Mirror mirror(List<String> known) {
    var context = new CallContext(Deadline.in(Duration.ofMinutes(5), local.clock()));
    var registry = ecr.open(context);
    var mapping =
        new TagMapping(
            new RepositoryName("ml-platform"), new RepositoryName(CONSOLIDATED), Map.of());
    return new Mirror(
        mapping,
        registry,
        registry,
        _ -> known.stream().map(RepositoryName::new).toList(),
        Instant.EPOCH,
        context.deadline());
  }

  private void archive(String repository, TestImage archived) {
    try (var client = LocalClients.ecr(local.endpoint()).build()) {
      client.updateImageStorageClass(request ->
          request
              .repositoryName(repository)
              .imageId(ImageIdentifier.builder().imageDigest(archived.digest()).build())
              .targetStorageClass(TargetStorageClass.ARCHIVE));
    }
    local.audit().clear();
  }
}
