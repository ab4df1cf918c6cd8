package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Rules 5, 10 and 16: what can be deleted, in which order, and how failures are told. */
class DeletionRulesTest extends RulesFixture {
  private final TestImage image = TestImages.image("web", 100);
  private final TestImage other = TestImages.image("other", 100);

  @Test
  void rule5TheLastTagTakesTheImageWithIt() {
    ecr.push(LEGACY, image, "v1", "v2");

    delete(tag("v1"));
    assertThat(ecr.store().tags(LEGACY)).containsExactly(Map.entry("v2", image.digest()));
    delete(tag("v2"));
    assertThat(ecr.store().digests(LEGACY)).isEmpty();
  }

  @Test
  void rule5ADigestTakesAllItsTags() {
    ecr.push(LEGACY, image, "v1", "v2");

    var answer = delete(digest(image.digest()));

    assertThat(answer.imageIds()).extracting(ImageIdentifier::imageTag).containsExactly("v1", "v2");
    assertThat(ecr.store().tags(LEGACY)).isEmpty();
  }

  @Test
  void rule5APairTakesTheTagAndTheLastPairTheImage() {
    ecr.push(LEGACY, image, "v1", "v2");

    delete(pair(image, "v1"));
    assertThat(ecr.store().tags(LEGACY)).containsExactly(Map.entry("v2", image.digest()));
    delete(pair(image, "v2"));
    assertThat(ecr.store().digests(LEGACY)).isEmpty();
  }

  @Test
  void rule5InTheOtherReadingAPairTakesTheImageWithAllItsTags() {
    ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    ecr.push(LEGACY, image, "v1", "v2");

    var answer = delete(pair(image, "v1"), pair(image, "v2"));

    assertThat(ecr.store().digests(LEGACY)).isEmpty();
    assertThat(failures(answer)).containsExactly("ImageNotFound");
  }

  private static ImageIdentifier pair(TestImage image, String tag) {
    return ImageIdentifier.builder().imageDigest(image.digest()).imageTag(tag).build();
  }

  @Test
  void rule5FailuresComeInsideASuccessfulAnswer() {
    ecr.push(LEGACY, image, "v1");
    ecr.push(LEGACY, other, "v2");

    var answer =
        delete(
            tag("nothing"),
            digest("sha256:short"),
            ImageIdentifier.builder().build(),
            ImageIdentifier.builder().imageTag("v1").imageDigest(other.digest()).build(),
            tag("v2"));

    assertThat(answer.imageIds()).hasSize(1);
    assertThat(failures(answer))
        .containsExactly(
            "ImageNotFound",
            "InvalidImageDigest",
            "MissingDigestAndTag",
            "ImageTagDoesNotMatchDigest");
  }

  @Test
  void rule5AnIndexAndItsChildrenTakeTwoCalls() {
    var index = TestImages.index(image, other);
    ecr.push(LEGACY, index, "v1");
    var all = List.of(digest(index.digest()), digest(image.digest()), digest(other.digest()));

    var first = delete(all.toArray(ImageIdentifier[]::new));
    var second = delete(digest(image.digest()), digest(other.digest()));

    assertThat(first.imageIds()).hasSize(1);
    assertThat(failures(first))
        .containsExactly("ImageReferencedByManifestList", "ImageReferencedByManifestList");
    assertThat(second.imageIds()).hasSize(2);
  }

  @Test
  void rule5TheLastTagOfAReferencedChildStays() {
    ecr.push(LEGACY, image, "child");
    ecr.push(LEGACY, TestImages.index(image), "v1");

    assertThat(failures(delete(tag("child")))).containsExactly("ImageReferencedByManifestList");
  }

  @Test
  void rule5ACallTakesAHundredIds() {
    var ids = IntStream.range(0, 101).mapToObj(i -> tag("t" + i));

    assertThat(errorOf(() -> delete(ids.toArray(ImageIdentifier[]::new))))
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void blobsOfDeletedImagesAreGoneUnlessAnotherImageHasThem() {
    ecr.push(LEGACY, image, "v1");
    ecr.push(TARGET, image, "web-v1");

    delete(tag("v1"));

    assertThat(ecr.store().blobs(LEGACY)).isEmpty();
    assertThat(ecr.store().blobs(TARGET)).hasSize(2);
  }

  @Test
  void rule10ARepositoryHasToExistAndToBeEmptyToGo() throws Exception {
    ecr.push(LEGACY, image, "v1");

    assertThat(errorOf(() -> sdk.deleteRepository(r -> r.repositoryName(LEGACY))))
        .isEqualTo("RepositoryNotEmptyException");
    assertThat(errorOf(() -> sdk.listImages(r -> r.repositoryName("missing"))))
        .isEqualTo("RepositoryNotFoundException");
    assertThat(refusalOf(http.put("/v2/missing/manifests/v1", image.root())))
        .isEqualTo("404 NAME_UNKNOWN");
    assertThat(refusalOf(send("POST", "/v2/missing/blobs/uploads/"))).isEqualTo("404 NAME_UNKNOWN");
    delete(tag("v1"));
    sdk.deleteRepository(r -> r.repositoryName(LEGACY));
    assertThat(sdk.describeRepositories().repositories())
        .extracting(repository -> repository.repositoryName())
        .containsExactly(TARGET);
  }

  @Test
  void rule16ManifestsCanBeDeletedOnTheRegistrySide() {
    var index = TestImages.index(image);
    ecr.push(LEGACY, index, "v1");

    var child = send("DELETE", "/v2/" + LEGACY + "/manifests/" + image.digest());
    var root = send("DELETE", "/v2/" + LEGACY + "/manifests/" + index.digest());
    var again = send("DELETE", "/v2/" + LEGACY + "/manifests/" + index.digest());

    assertThat(refusalOf(child)).isEqualTo("405 UNSUPPORTED");
    assertThat(root.statusCode()).isEqualTo(202);
    assertThat(refusalOf(again)).isEqualTo("404 MANIFEST_UNKNOWN");
  }

  private BatchDeleteImageResponse delete(ImageIdentifier... ids) {
    return sdk.batchDeleteImage(r -> r.repositoryName(LEGACY).imageIds(ids));
  }

  private static List<String> failures(BatchDeleteImageResponse answer) {
    return answer.failures().stream().map(ImageFailure::failureCodeAsString).toList();
  }
}
