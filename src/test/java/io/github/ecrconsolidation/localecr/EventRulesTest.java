package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Ruler;
import tools.jackson.jr.ob.JSON;

/** Rule 15: what EventBridge hears. */
class EventRulesTest extends RulesFixture {
  private static final String PUSHES =
      """
      {"source": ["aws.ecr"], "detail-type": ["ECR Image Action"],
       "detail": {"action-type": ["PUSH"], "result": ["SUCCESS"],
                  "repository-name": [{"prefix": "ml-platform/"}]}}
      """;

  private final TestImage image = TestImages.image("web", 100);

  @Test
  void rule15ATaggedPushIsOneEvent() throws Exception {
    ecr.push(LEGACY, image, "v1");

    assertThat(events).hasSize(1);
    assertThat(Ruler.matchesRule(events.getFirst(), PUSHES)).isTrue();
    assertThat(event(0))
        .containsEntry("account", "123456789012")
        .containsEntry("region", "us-east-1")
        .containsEntry("time", "2026-01-01T00:00:00Z")
        .containsEntry("resources", List.of());
    assertThat(detail(0))
        .isEqualTo(
            Map.of(
                "result", "SUCCESS",
                "repository-name", LEGACY,
                "image-digest", image.digest(),
                "action-type", "PUSH",
                "image-tag", "v1",
                "manifest-media-type", "application/vnd.oci.image.manifest.v1+json",
                "artifact-media-type", "application/vnd.oci.image.config.v1+json"));
  }

  @Test
  void rule15AnIndexIsOneEventPerManifestAndHasNoArtifactType() {
    ecr.push(LEGACY, TestImages.index(image, TestImages.image("arm", 100)), "v1");

    assertThat(events).hasSize(3);
    assertThat(detail(0)).containsEntry("image-tag", "").containsKey("artifact-media-type");
    assertThat(detail(2)).containsEntry("image-tag", "v1").doesNotContainKey("artifact-media-type");
  }

  @Test
  void rule15AReferrerHasItsOwnDetailType() {
    ecr.push(LEGACY, image, "v1");
    ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.test"));

    assertThat(event(1)).containsEntry("detail-type", "ECR Referrer Action");
  }

  @Test
  void rule15DeletionsAreToldPerTag() {
    ecr.push(LEGACY, image, "v1", "v2");
    events.clear();

    sdk.batchDeleteImage(r -> r.repositoryName(LEGACY).imageIds(digest(image.digest())));

    assertThat(events).hasSize(2);
    assertThat(detail(0)).containsEntry("action-type", "DELETE").containsEntry("image-tag", "v1");
  }

  @Test
  void rule15StorageClassesAreTold() {
    ecr.push(LEGACY, image, "v1");
    events.clear();

    ecr.store().updateStorageClass(LEGACY, ImageId.ofDigest(image.digest()), StorageClass.ARCHIVE);
    ecr.store().updateStorageClass(LEGACY, ImageId.ofDigest(image.digest()), StorageClass.STANDARD);

    assertThat(detail(0))
        .containsEntry("action-type", "UPDATE_STORAGE_CLASS")
        .containsEntry("target-storage-class", "ARCHIVE")
        .doesNotContainKeys("image-tag", "last-activated-at");
    assertThat(detail(1)).containsKey("last-activated-at");
  }

  @Test
  void rule15WhatIsRefusedIsNotTold() {
    ecr.push(LEGACY, image, "v1");
    events.clear();

    errorOf(() -> sdk.putImage(r -> r.repositoryName(LEGACY).imageManifest(image.root().text())));

    assertThat(events).isEmpty();
  }

  private Map<String, Object> event(int index) {
    return JSON.std.mapFrom(events.get(index));
  }

  private Map<String, Object> detail(int index) {
    return JSON.std.mapFrom(JSON.std.asString(event(index).get("detail")));
  }
}
