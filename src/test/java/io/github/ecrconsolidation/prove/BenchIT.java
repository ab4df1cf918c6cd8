package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final Bench bench = local.at();
  private final RepositoryName legacy = local.id().legacy();
  private final RepositoryName consolidated = local.id().consolidated();

  private Optional<String> codeOfASecondImage(RepositoryName repository, String tag) {
    var next = bench.image("next");
    bench.push(bench.image("first"), repository, tag);
    bench.push(next, repository);
    return bench.ecr().put(repository, next.manifest(), Optional.of(new Tag(tag)));
  }

  @Test
  void letsTheTagsOfLegacyRepositoriesMove() {
    assertThat(codeOfASecondImage(legacy, "v1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"v1, false", "latest, true", "backend-latest, true", "sha256-0123.sig, true"})
  void letsThoseTagsOfTheConsolidatedRepositoryMoveThatTheTemplateExcludes(
      String tag, boolean moves) {
    assertThat(codeOfASecondImage(consolidated, tag).isEmpty()).isEqualTo(moves);
  }

  @Test
  void pushesWithEachTagOrWithNone() {
    var tagged = bench.image("tagged");
    var untagged = bench.image("untagged");
    bench.push(tagged, legacy, "a", "b");
    bench.push(untagged, legacy);

    assertThat(local.store().tags(legacy.value()))
        .isEqualTo(Map.of("a", tagged.digest().value(), "b", tagged.digest().value()));
    assertThat(local.store().digests(legacy.value())).contains(untagged.digest().value());
  }

  @Test
  void saysWithWhichCodeAPushWasRefused() {
    local.faults().on("PutImage").refuse(EcrError.LIMIT_EXCEEDED);

    assertThatThrownBy(() -> bench.pushedToLegacy("image"))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage(legacy + " was not taken by PutImage: LimitExceededException");
  }

  @Test
  void mirrorsOnlyWhatWasMounted() {
    var image = bench.pushedToLegacy("image");
    local.store().refuseMounts(image.blobs().getFirst().digest().value());

    assertThatThrownBy(() -> bench.mirror(image, legacy, "image"))
        .isInstanceOf(Bench.Obstacle.class);
    assertThat(local.store().digests(consolidated.value())).isEmpty();
  }

  @Test
  void deletesImagesOfItsOwnRepositories() {
    var image = bench.pushedToLegacy("image");

    bench.delete(image, legacy);

    assertThat(local.store().digests(legacy.value())).isEmpty();
  }

  @Test
  void deletesNothingFromARepositoryThatLostTheTagOfTheRun() {
    var image = bench.pushedToLegacy("image");
    local.store().untagResource(legacy.value(), List.of(ProofId.TAG_KEY));

    assertThatThrownBy(() -> bench.delete(image, legacy))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessageStartingWith(legacy + " does not carry the tag of this run");
    assertThat(local.store().digests(legacy.value())).hasSize(1);
  }

  @Test
  void deletesNothingFromARepositoryOfAnotherRun() {
    local.store().tagResource(legacy.value(), ProofId.random().tags());

    assertThatThrownBy(() -> bench.requireOwn(legacy)).isInstanceOf(Bench.Obstacle.class);
  }

  @Test
  void deletesNothingFromARepositoryThatOnlyCarriesTheTag() {
    var other = new RepositoryName("ml-platform/backend");
    bench.ecr().createRepository(other, Optional.empty(), List.of(), local.id().tags());

    assertThatThrownBy(() -> bench.requireOwn(other)).isInstanceOf(Bench.Obstacle.class);
  }

  @Test
  void saysWithWhichCodeADeletionWasRefused() {
    var child = bench.image("child");
    bench.push(child, legacy);
    bench.push(ProofImage.index(child), legacy, "index");

    assertThatThrownBy(() -> bench.delete(child, legacy))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage(child.digest() + " was not deleted: ImageReferencedByManifestList");
  }

  @Test
  void hasLostABlobThatCannotBeDownloadedAlthoughItIsAvailable() {
    var image = bench.pushedToLegacy("image");
    bench.mirror(image, legacy, "image");
    assertThat(bench.lost(image)).isEmpty();

    var layer = image.blobs().getLast();
    local.faults().on("GET blob").about(layer.digest().value()).refuse(EcrError.LAYER_UNKNOWN);

    assertThat(bench.lost(image)).containsExactly(layer);
  }

  @Test
  void hasLostABlobThatIsNotAvailable() {
    var image = bench.pushedToLegacy("image");
    bench.mirror(image, legacy, "image");
    local.faults().on("BatchCheckLayerAvailability").answer("{\"layers\":[],\"failures\":[]}");

    assertThat(bench.lost(image)).isEqualTo(image.blobs());
  }

  /** Who may not download does not know whether the blob is there. */
  @Test
  void hasLostNothingWhenTheDownloadIsDenied() {
    var image = bench.pushedToLegacy("image");
    bench.mirror(image, legacy, "image");
    local.store().denyDownloads(consolidated.value());

    assertThatThrownBy(() -> bench.lost(image)).isInstanceOf(RegistryException.class);
  }
}
