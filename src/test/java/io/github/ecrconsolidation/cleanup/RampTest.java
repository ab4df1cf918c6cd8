package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RampTest extends StepFixture {
  private static final DailySample SAMPLE = new DailySample(LocalDate.parse("2026-03-01"));

  private final List<TestImage> removed = new ArrayList<>();

  /** Images that only the consolidated repository has, and the count of as many. */
  private void removedEarlier(int images) {
    for (var i = 0; i < images; i++) {
      var image = TestImages.image("image " + i, 100);
      ecr.push(CONSOLIDATED, image, "backend-v" + i);
      removed.add(image);
    }
    counted(images);
  }

  private void counted(int images) {
    ecr.store().tagResource(LEGACY, Map.of("ecr-consolidation:deleted", Integer.toString(images)));
  }

  private Ramp.Result look(int maximum, int eligible) {
    return look(maximum, eligible, Allowance.AT_LEAST);
  }

  private Ramp.Result look(int maximum, int eligible, long atLeast) {
    var snapshot = snapshot();
    return new Ramp(policy(Mode.DELETE, maximum), mirrored, SAMPLE, atLeast)
        .look(
            snapshot,
            EarlierRemovals.of(snapshot, mapping, Mode.DELETE),
            Map.of(BACKEND, eligible));
  }

  @Test
  void beginsWithTen() {
    var result = look(1000, 500);

    assertThat(result.loss()).isEmpty();
    assertThat(result.allowance()).isEqualTo(new Allowance(10, Stop.RAMP_REACHED, 0, 10, Map.of()));
  }

  @Test
  void beginsWithMoreWhereItWasProvedThatLayersStay() {
    removedEarlier(5);

    assertThat(look(1000, 500, 100).allowance())
        .isEqualTo(new Allowance(100, Stop.RAMP_REACHED, 5, 100, Map.of(BACKEND, 100L)));
  }

  @Test
  void allowsAsManyAsWereRemovedAndAreComplete() {
    removedEarlier(25);

    assertThat(look(1000, 500).allowance())
        .isEqualTo(new Allowance(25, Stop.RAMP_REACHED, 25, 10, Map.of(BACKEND, 25L)));
  }

  @Test
  void endsAtTheMaximumOfARun() {
    removedEarlier(25);

    assertThat(look(20, 500).allowance().run()).isEqualTo(20);
    assertThat(look(20, 500).allowance().because()).isEqualTo(Stop.MAXIMUM_REACHED);
  }

  @Test
  void provesNoMoreThanWasCountedNorThanIsThere() {
    removedEarlier(25);
    counted(12);
    assertThat(look(1000, 500).allowance().proven()).isEqualTo(12);

    counted(99);
    assertThat(look(1000, 500).allowance().proven()).isEqualTo(25);
  }

  @Test
  void countsTheImagesBelowAnIndexButNoMoreThanWereRemoved() {
    ecr.push(CONSOLIDATED, TestImages.twoPlatforms("web", Attestations.PLAIN), "backend-v1");
    counted(5);
    assertThat(look(1000, 500).allowance().proven()).isEqualTo(5);

    counted(3);
    assertThat(look(1000, 500).allowance().proven()).isEqualTo(3);
  }

  @Test
  void looksAtNoMoreThanItMayAllow() {
    removedEarlier(25);

    assertThat(look(1000, 3).allowance().proven()).isEqualTo(3);
  }

  @Test
  void findsALayerThatIsGoneOfAnyImageRemovedEarlier() {
    removedEarlier(25);
    for (var image : removed) {
      var lost = image.blobs().getLast().digest();
      ecr.store().loseBlob(CONSOLIDATED, lost);

      assertThat(look(1000, 500).loss())
          .hasValueSatisfying(loss -> assertThat(loss).contains(lost));
      ecr.push(CONSOLIDATED, image, "backend-again");
    }
  }

  @Test
  void findsALayerThatCannotBeDownloadedThoughItIsAvailable() {
    removedEarlier(1);
    ecr.faults().on("GetObject").refuse(EcrError.LAYER_UNKNOWN);

    assertThat(look(1000, 500).loss()).isPresent();
  }

  @Test
  void whatTheConsolidatedRepositoryArchivedSinceIsNoLossButProvesNothing() {
    removedEarlier(12);
    var snapshot = snapshot();
    var archived = removed.getFirst();
    ecr.store()
        .updateStorageClass(
            CONSOLIDATED, ImageId.ofDigest(archived.digest()), StorageClass.ARCHIVE);

    var result =
        new Ramp(policy(Mode.DELETE, 1000), mirrored, SAMPLE, Allowance.AT_LEAST)
            .look(
                snapshot, EarlierRemovals.of(snapshot, mapping, Mode.DELETE), Map.of(BACKEND, 500));

    assertThat(result.loss()).isEmpty();
    assertThat(result.allowance().proven()).isEqualTo(11);
  }

  @Test
  void countsWhatEveryEnvironmentHasAndLooksAtThatFirst() {
    var prod = "data-platform-prod";
    ecr.store().createRepository(RepositorySettings.named(prod));
    ecr.store().tagResource(prod, Map.of(NamespaceTag.KEY, "ml-platform"));
    removedEarlier(25);
    for (var image : removed.subList(0, 12)) {
      ecr.push(prod, image, "backend-" + removed.indexOf(image));
    }
    var snapshot = snapshot();
    var both = List.of(new RepositoryName(CONSOLIDATED), new RepositoryName(prod));
    var earlier = EarlierRemovals.of(snapshot, mapping, Mode.DELETE);
    var ramp =
        new Ramp(
            policy(Mode.DELETE, 1000), new Mirrored(both, registry), SAMPLE, Allowance.AT_LEAST);

    assertThat(ramp.look(snapshot, earlier, Map.of(BACKEND, 12)).allowance().proven())
        .isEqualTo(12);
    assertThat(ramp.look(snapshot, earlier, Map.of(BACKEND, 500)).allowance().proven())
        .isEqualTo(12);
  }
}
