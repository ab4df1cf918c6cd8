package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerProofTest extends StepFixture {
  private static final String PROD = "data-platform-prod";

  private LayerProof.Found find(TestImage... images) {
    return layers.find(
        Set.copyOf(List.of(images).stream().map(StepFixture::digest).toList()),
        Optional.of(BACKEND));
  }

  private static List<String> digests(TestImage image) {
    return image.blobs().stream().map(blob -> blob.digest()).toList();
  }

  private static List<String> values(Set<Descriptor> layers) {
    return layers.stream().map(layer -> layer.digest().value()).toList();
  }

  @Test
  void findsConfigAndLayersBelowAnImageAndNoneBelowAnIndex() {
    var image = mirrored(TestImages.image("one", 100, 200), "v1");
    var index = mirrored(TestImages.index(image), "v2");

    var found = find(image, index);

    assertThat(values(found.layers(List.of(digest(image)))))
        .containsExactlyInAnyOrderElementsOf(digests(image));
    assertThat(found.layers(List.of(digest(index)))).isEmpty();
    assertThat(found.discrepancies()).isEmpty();
  }

  @Test
  void aLostConfigIsADiscrepancyOfItsImageAlone() {
    var image = mirrored(TestImages.image("one", 100), "v1");
    var other = mirrored(TestImages.image("two", 200), "v2");
    ecr.store().loseBlob(CONSOLIDATED, image.blobs().getFirst().digest());

    var found = find(image, other);

    assertThat(found.discrepancies()).containsOnlyKeys(digest(image));
    assertThat(found.discrepancy(List.of(digest(other), digest(image))))
        .hasValueSatisfying(it -> {
          assertThat(it.reason()).isEqualTo(KeepReason.LAYER_UNAVAILABLE);
          assertThat(it.detail()).contains(image.blobs().getFirst().digest(), CONSOLIDATED);
        });
  }

  @Test
  void aManifestThatCannotBeReadIsADiscrepancy() {
    var image = TestImages.image("legacy only", 100);

    assertThat(find(image).discrepancy(List.of(digest(image))))
        .hasValueSatisfying(
            it -> assertThat(it.reason()).isEqualTo(KeepReason.MANIFEST_UNAVAILABLE));
  }

  @Test
  void aForeignLayerCountsOnlyIfTheLegacyRepositoryHoldsIt() {
    var absent = mirrored(TestImages.withForeignLayer("absent"), "v1");
    var pushed = TestImages.withPushedForeignLayer("pushed");
    ecr.push(LEGACY, pushed, "v2");
    ecr.push(CONSOLIDATED, TestImages.withForeignLayer("pushed"), "backend-v2");

    assertThat(find(absent).discrepancies()).isEmpty();
    assertThat(find(pushed).discrepancy(List.of(digest(pushed))))
        .hasValueSatisfying(it -> assertThat(it.reason()).isEqualTo(KeepReason.LAYER_UNAVAILABLE));
    assertThat(layers.find(Set.of(digest(pushed)), Optional.empty()).discrepancies()).isEmpty();
  }

  @Test
  void everyConsolidatedRepositoryMustHaveTheBytes() {
    ecr.store().createRepository(RepositorySettings.named(PROD));
    var image = mirrored(TestImages.image("one", 100), "v1");
    ecr.push(PROD, image, "backend-v1");
    var both =
        new LayerProof(
            List.of(new RepositoryName(CONSOLIDATED), new RepositoryName(PROD)), registry);
    var blobs = find(image).layers(List.of(digest(image)));
    assertThat(both.loss(blobs)).isEmpty();

    ecr.store().loseBlob(PROD, image.blobs().getLast().digest());

    assertThat(both.find(Set.of(digest(image)), Optional.empty()).discrepancies()).hasSize(1);
    assertThat(both.loss(blobs))
        .hasValueSatisfying(it -> assertThat(it).contains(image.blobs().getLast().digest(), PROD));
  }

  @Test
  void followsNestedIndexesDownToEveryImage() {
    var image = mirrored(TestImages.image("one", 100));
    var inner = mirrored(TestImages.index(image));
    var outer = mirrored(TestImages.index(inner), "v1");
    var images =
        registry.images(new RepositoryName(CONSOLIDATED)).stream().map(held -> held).toList();

    var graphs = layers.graphs(images);

    assertThat(graphs)
        .containsOnlyKeys(images.stream().map(Image::digest).toList())
        .containsEntry(digest(outer), Set.of(digest(outer), digest(inner), digest(image)))
        .containsEntry(digest(image), Set.of(digest(image)));
  }

  @Test
  void imagesOfTheSameLayersHaveTheSameDigestOverThem() {
    var image = mirrored(TestImages.image("one", 100, 200), "v1");
    var same = mirrored(TestImages.sameLayers(image, "again"), "v2");
    var other = mirrored(TestImages.image("two", 100, 200), "v3");

    var inOne = layers.layersInOne(Set.of(digest(image), digest(same), digest(other)));

    assertThat(inOne).containsOnlyKeys(digest(image), digest(same), digest(other));
    assertThat(Set.copyOf(inOne.values())).hasSize(2);
    assertThat(layers.layersInOne(Set.of(digest(image), digest(same))).values())
        .containsOnly(inOne.getOrDefault(digest(same), digest(other)));
  }
}
