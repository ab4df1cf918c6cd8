package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** What cannot be mirrored is said once, with the reason and what to do, and never loops. */
class RefusalsIT {
  private final TestImage first = TestImages.image("first", 300, 200);
  private final TestImage second = TestImages.image("second", 100);

  @ParameterizedTest
  @EnumSource(
      value = TagMutability.Mode.class,
      names = {"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"})
  void anImmutableTagKeepsItsFirstImage(TagMutability.Mode mode) {
    try (var landscape = withTarget(mode)) {
      landscape.push(BACKEND, first, "v1");
      landscape.deliverAll();
      landscape.push(BACKEND, second, "v1");

      var result = landscape.deliverLast();

      assertThat(result.text("outcome")).contains("Refused");
      assertThat(result.text("code")).contains("ImageTagAlreadyExistsException");
      assertThat(result.text("reason").orElse(""))
          .contains("immutable", first.digest(), second.digest());
      assertThat(landscape.mirrored("backend-v1")).isEqualTo(first.digest());
      assertThat(landscape.bus.events("Image Mirror Failed")).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TagMutability.Mode.class,
      names = {"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"})
  void anImmutableTagWithTheSameImageIsInOrder(TagMutability.Mode mode) {
    try (var landscape = withTarget(mode)) {
      landscape.push(BACKEND, first, "v1");
      landscape.push(CONSOLIDATED, first);
      // Somebody else puts the tag after the mirror has looked.
      landscape
          .ecr
          .faults()
          .on("BatchCheckLayerAvailability")
          .once()
          .before(() -> landscape.push(CONSOLIDATED, first, "backend-v1"));

      var result = landscape.deliver(landscape.pushes.getFirst());

      assertThat(result.text("outcome")).contains("Mirrored");
      assertThat(landscape.mirrored("backend-v1")).isEqualTo(first.digest());
    }
  }

  @Test
  void anExcludedTagMovesInAnImmutableRepository() {
    try (var landscape = withTarget(TagMutability.Mode.IMMUTABLE_WITH_EXCLUSION)) {
      landscape.push(BACKEND, first, "latest");
      landscape.deliverAll();
      landscape.push(BACKEND, second, "latest");

      landscape.deliverAll();

      assertThat(landscape.mirrored("backend-latest")).isEqualTo(second.digest());
    }
  }

  private static Landscape withTarget(TagMutability.Mode mode) {
    var mutability =
        mode == TagMutability.Mode.IMMUTABLE
            ? TagMutability.IMMUTABLE
            : new TagMutability(mode, List.of("*latest", "sha256-*"));
    return Landscape.start(RepositorySettings.named(CONSOLIDATED).with(mutability));
  }

  @Test
  void anArchivedImageIsNotPulled() {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, first, "v1");
      archive(landscape, BACKEND, "v1");
      landscape.clock.advance(Duration.ofMinutes(1));

      var result = landscape.deliver(landscape.pushes.getFirst());

      assertThat(result.text("code")).contains("ImageNotActive");
      assertThat(result.text("reason").orElse("")).contains("restore it");
      assertThat(landscape.count("BatchGetImage")).isZero();
    }
  }

  @Test
  void dockerSchema1IsNotPulled() {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, TestImages.dockerSchema1("old"), "v1");
      landscape.clock.advance(Duration.ofMinutes(1));

      var result = landscape.deliverLast();

      assertThat(result.text("code")).contains("DockerSchema1");
      assertThat(landscape.count("BatchGetImage")).isZero();
    }
  }

  @Test
  void aMissingConsolidatedRepositoryIsNamedAndTheMessageKept() {
    try (var landscape = Landscape.empty()) {
      landscape.create(RepositorySettings.named(BACKEND));
      landscape.push(BACKEND, first, "v1");

      assertGoesBack(landscape);

      assertThat(landscape.result().text("code")).contains("RepositoryNotFoundException");
      assertThat(landscape.result().text("reason").orElse("")).contains(CONSOLIDATED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeImages, ACCESS_DENIED, AccessDeniedException",
    "BatchGetImage, ACCESS_DENIED, AccessDeniedException",
    "BatchCheckLayerAvailability, ACCESS_DENIED, AccessDeniedException",
    "POST upload, ACCESS_DENIED, DENIED",
    "GET blob, ACCESS_DENIED, DENIED",
    "PutImage, ACCESS_DENIED, AccessDeniedException",
    "PutImage, LIMIT_EXCEEDED, LimitExceededException",
    "PutImage, KMS, KmsException",
    "BatchGetImage, UNRECOGNIZED_CLIENT, UnrecognizedClientException"
  })
  void aFailureOfTheSurroundingsIsNamedAndTheMessageKept(
      String operation, EcrError error, String code) {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, first, "v1");
      landscape.ecr.faults().on("POST mount").refuse(EcrError.INVALID_PARAMETER);
      landscape.ecr.faults().on(operation).refuse(error);

      assertGoesBack(landscape);

      assertThat(landscape.result().text("code")).contains(code);
      assertThat(landscape.result().text("level")).contains("ERROR");
      landscape.ecr.faults().clear();
      landscape.deliverLast();
      assertThat(landscape.mirrored("backend-v1")).isEqualTo(first.digest());
    }
  }

  private static void assertGoesBack(Landscape landscape) {
    var back = landscape.handle(Duration.ofMinutes(15), landscape.pushes.getLast());

    assertThat(back).containsExactly("0");
    assertThat(landscape.result().text("outcome")).contains("Failed");
    assertThat(landscape.bus.events("Image Mirror Failed")).isEmpty();
  }

  @Test
  void aLegacyRepositoryThatWasDeletedHasNothingToMirror() {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, first, "v1");
      landscape.client.deleteRepository(it -> it.repositoryName(BACKEND).force(true));

      var result = landscape.deliver(landscape.pushes.getFirst());

      assertThat(result.text("outcome")).contains("NothingToDo");
    }
  }

  @Test
  void anArchivedCopyUnderAnImmutableTagIsNotMirrored() {
    try (var landscape = withTarget(TagMutability.Mode.IMMUTABLE)) {
      landscape.push(BACKEND, first, "v1");
      landscape.deliverAll();
      archive(landscape, CONSOLIDATED, "backend-v1");
      landscape.ecr.faults().on("PutImage").refuse(EcrError.IMAGE_TAG_ALREADY_EXISTS);

      var result = landscape.deliver(landscape.requested(BACKEND, "v1", ",\"override\":true"));

      assertThat(result.text("outcome")).contains("Refused");
      assertThat(result.text("code")).contains("ImageNotActive");
      assertThat(result.text("reason").orElse("")).contains(CONSOLIDATED, "restore it");
    }
  }

  @Test
  void anArchivedCopyUnderAMutableTagIsRestoredWhenAnOperatorOverrides() {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, first, "v1");
      landscape.deliverAll();
      archive(landscape, CONSOLIDATED, "backend-v1");

      var result = landscape.deliver(landscape.requested(BACKEND, "v1", ",\"override\":true"));

      assertThat(result.text("outcome")).contains("Mirrored");
      assertThat(landscape.count("PutImage")).isEqualTo(2);
    }
  }

  private static void archive(Landscape landscape, String repository, String tag) {
    landscape.client.updateImageStorageClass(request ->
        request
            .repositoryName(repository)
            .imageId(ImageIdentifier.builder().imageTag(tag).build())
            .targetStorageClass(TargetStorageClass.ARCHIVE));
  }

  @Test
  void aTagThatGetsTooLongIsRefusedWithoutAnyRequest() {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, first, "x".repeat(121));

      var result = landscape.deliverLast();

      assertThat(result.text("code")).contains("OverlongTag");
      assertThat(landscape.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ml-platform/backend,api-v1,ml-platform/backend-api,v1",
    "ml-platform/backend-api,v1,ml-platform/backend,api-v1"
  })
  void theLaterOfTwoTagsThatMapToOneIsRefusedAndReported(
      String early, String earlyTag, String late, String lateTag) {
    try (var landscape = Landscape.start()) {
      createIfAbsent(landscape, early);
      landscape.push(early, first, earlyTag);
      landscape.deliverAll();
      createIfAbsent(landscape, late);
      landscape.clock.advance(Duration.ofMinutes(6));
      landscape.push(late, second, lateTag);

      var result = landscape.deliverLast();

      assertThat(result.text("outcome")).contains("Refused");
      assertThat(result.text("reason").orElse("")).contains(early + ":" + earlyTag);
      assertThat(landscape.mirrored("backend-api-v1")).isEqualTo(first.digest());
      assertThat(landscape.bus.events("Image Mirror Failed")).hasSize(1);
    }
  }

  private static void createIfAbsent(Landscape landscape, String repository) {
    if (!repository.equals(BACKEND)) {
      landscape.create(RepositorySettings.named(repository));
    }
  }

  @Test
  void aSignatureIsNotTakenFromAnotherRepository() {
    try (var landscape = Landscape.start()) {
      var frontend = "ml-platform/frontend";
      landscape.create(RepositorySettings.named(frontend));
      var tag = first.signatureTag(".sig");
      landscape.push(BACKEND, TestImages.cosignSignature(first), tag);
      landscape.deliverAll();
      landscape.push(frontend, TestImages.cosignSignature(second), tag);

      var result = landscape.deliverLast();

      assertThat(result.text("code")).contains("TagHeldForAnother");
      assertThat(landscape.mirrored(tag)).isEqualTo(TestImages.cosignSignature(first).digest());
    }
  }

  @Test
  void aSignatureMayBeReplacedByItsOwnRepository() {
    try (var landscape = Landscape.start()) {
      landscape.create(RepositorySettings.named("ml-platform/frontend"));
      var tag = first.signatureTag(".sig");
      landscape.push(BACKEND, TestImages.cosignSignature(first), tag);
      landscape.deliverAll();
      landscape.push(BACKEND, TestImages.cosignAttestation(first), tag);

      landscape.deliverAll();

      assertThat(landscape.mirrored(tag)).isEqualTo(TestImages.cosignAttestation(first).digest());
    }
  }

  @Test
  void badMessagesNeitherFailTheBatchNorStopTheOthers() {
    try (var landscape = Landscape.start()) {
      landscape.push(BACKEND, first, "v1");
      var good = landscape.pushes.getFirst();

      var back =
          landscape.handle(
              Duration.ofMinutes(15),
              "not JSON",
              "{}",
              good.replace("PUSH", "DELETE"),
              good.replace("123456789012", "210987654321"),
              good.replace("us-east-1", "eu-west-1"),
              good.replace(BACKEND, "other/backend"),
              good.replace("SUCCESS", "FAILURE"),
              good.replace("sha256:", "sha999:"),
              good.replace("\"v1\"", "\"-v1\""),
              good);

      assertThat(back).isEmpty();
      assertThat(landscape.log).hasSize(10);
      assertThat(landscape.log.subList(0, 9))
          .allSatisfy(line -> {
            assertThat(JsonObject.parse(line).text("code")).contains("BadMessage");
            assertThat(JsonObject.parse(line).text("reason")).isPresent();
          });
      assertThat(landscape.bus.events("Image Mirror Failed")).hasSize(9);
      assertThat(landscape.mirrored("backend-v1")).isEqualTo(first.digest());
    }
  }
}
