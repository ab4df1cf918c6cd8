package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/** The archive tier: what an archived image still does, and how it comes back. */
class ArchiveTest extends RulesFixture {
  private final TestImage image = TestImages.image("web", 100);

  @BeforeEach
  void archive() {
    ecr.push(LEGACY, image, "v1");
    store(TargetStorageClass.ARCHIVE);
  }

  @Test
  void anArchivedImageIsHiddenUnlessAskedFor() {
    assertThat(sdk.describeImages(r -> r.repositoryName(LEGACY)).imageDetails()).isEmpty();
    assertThat(sdk.listImages(r -> r.repositoryName(LEGACY)).imageIds()).isEmpty();
    assertThat(statuses()).containsExactly(ImageStatus.ARCHIVED);
  }

  @Test
  void anArchivedImageCannotBePulled() {
    var answer = sdk.batchGetImage(r -> r.repositoryName(LEGACY).imageIds(tag("v1")));

    assertThat(answer.failures()).hasSize(1);
    assertThat(refusalOf(send("GET", "/v2/" + LEGACY + "/manifests/v1")))
        .isEqualTo("404 MANIFEST_UNKNOWN");
    assertThat(layer()).isEqualTo(LayerAvailability.ARCHIVED);
  }

  @Test
  void restoringTakesTime() {
    store(TargetStorageClass.STANDARD);
    assertThat(statuses()).containsExactly(ImageStatus.ACTIVATING);

    ecr.clock().advance(Duration.ofMinutes(20));
    assertThat(statuses()).containsExactly(ImageStatus.ACTIVE);
    assertThat(layer()).isEqualTo(LayerAvailability.AVAILABLE);
  }

  @Test
  void pushingItAgainRestoresAtOnce() throws Exception {
    assertThat(http.put("/v2/" + LEGACY + "/manifests/v1", image.root()).statusCode())
        .isEqualTo(201);
    assertThat(statuses()).containsExactly(ImageStatus.ACTIVE);
  }

  @Test
  void aChildOfAnIndexCannotBeArchived() {
    ecr.push(LEGACY, image);
    ecr.push(LEGACY, TestImages.index(image), "index");

    assertThat(errorOf(() -> store(TargetStorageClass.ARCHIVE)))
        .isEqualTo("ImageStorageClassUpdateNotSupportedException");
  }

  private void store(TargetStorageClass target) {
    sdk.updateImageStorageClass(r ->
        r.repositoryName(LEGACY)
            .imageId(i -> i.imageDigest(image.digest()))
            .targetStorageClass(target));
  }

  private List<ImageStatus> statuses() {
    return sdk
        .describeImages(
            r -> r.repositoryName(LEGACY).filter(f -> f.imageStatus(ImageStatusFilter.ANY)))
        .imageDetails()
        .stream()
        .map(found -> found.imageStatus())
        .toList();
  }

  private LayerAvailability layer() {
    return sdk.batchCheckLayerAvailability(
            r -> r.repositoryName(LEGACY).layerDigests(image.blobs().getLast().digest()))
        .layers()
        .getFirst()
        .layerAvailability();
  }
}
