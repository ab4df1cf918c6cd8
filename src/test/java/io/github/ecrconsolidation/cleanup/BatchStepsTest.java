package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchStepsTest extends StepFixture {
  private final TestImage image = mirrored(TestImages.image("one", 100), "v1");
  private final Removal removal = new DeletingRemoval(registry, recorded);
  private BatchQueue queue = new BatchQueue(plan(), _ -> false);

  @BeforeEach
  void planLater() {
    clock.advance(Duration.ofDays(31));
    queue = new BatchQueue(plan(), _ -> false);
  }

  private RunState settle(BatchSteps steps) {
    return steps.settle(queue.next(RunState.BEGUN, 1).orElseThrow(), queue, RunState.BEGUN);
  }

  private RunState settle(Removal removal) {
    return settle(steps(Optional::empty, removal));
  }

  private String lastLayer() {
    return image.blobs().getLast().digest();
  }

  @Test
  void removesVerifiesAndCounts() {
    var state = settle(removal);

    assertThat(state.goesOn()).isTrue();
    assertThat(state.failures()).isEmpty();
    assertThat(state.removed()).isEqualTo(1);
    assertThat(ecr.store().digests(LEGACY)).isEmpty();
    assertThat(registry.resourceTags(BACKEND)).isEqualTo(Map.of("ecr-consolidation:deleted", "1"));
  }

  @Test
  void removesNothingOnceABrakeIsPulled() {
    var state = settle(steps(() -> Optional.of("on hold"), removal));

    assertThat(state.stop()).isEqualTo(Stop.ON_HOLD);
    assertThat(state.failures()).containsExactly("on hold");
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1");
    assertThat(queue.left(state)).hasSize(1);
  }

  @Test
  void removesNothingWhenALayerCannotBeDownloaded() {
    ecr.faults().on("GetObject").refuse(EcrError.LAYER_UNKNOWN);

    var state = settle(removal);

    assertThat(state.stop()).isEqualTo(Stop.LOSS);
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1");
  }

  @Test
  void keepsWhatTheRecheckFindsIncomplete() {
    ecr.store().loseBlob(CONSOLIDATED, lastLayer());

    var state = settle(removal);

    assertThat(state.kept()).isEqualTo(Map.of(KeepReason.LAYER_UNAVAILABLE, 1));
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1");
  }

  @Test
  void stopsWithoutCountingWhenALayerIsLostWithTheRemoval() {
    var state =
        settle((repository, images) -> {
          var result = removal.remove(repository, images);
          ecr.store().loseBlob(CONSOLIDATED, lastLayer());
          return result;
        });

    assertThat(state.stop()).isEqualTo(Stop.LOSS);
    assertThat(state.loss()).hasValueSatisfying(it -> assertThat(it).contains(lastLayer()));
    assertThat(state.removed()).isEqualTo(1);
    assertThat(registry.resourceTags(BACKEND)).isEmpty();
  }

  @Test
  void keepsTheChildrenOfAnIndexThatIsRefused() {
    var index = mirrored(TestImages.index(TestImages.image("platform", 100)), "index");
    planLater();
    ecr.faults()
        .on("UpdateImageStorageClass")
        .about(index.digest())
        .refuse(EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED);
    var steps = steps(Optional::empty, new ArchivingRemoval(registry, recorded));

    var state = steps.settle(batch(), queue, RunState.BEGUN);

    assertThat(journal)
        .contains("ARCHIVE " + image.digest(), "ARCHIVE " + index.digest())
        .doesNotContain("ARCHIVE " + index.manifests().getFirst().digest());
    assertThat(state.kept())
        .isEqualTo(Map.of(KeepReason.REFUSED, 1, KeepReason.REFERENCED_BY_KEPT_INDEX, 1));
    assertThat(state.removed()).isEqualTo(1);
  }

  @Test
  void countsAsRemovedWhatABrokenAttemptRemoved() {
    ecr.faults().on("BatchDeleteImage").once().loseResponse();

    var state = settle(removal);

    assertThat(state.removed()).isEqualTo(1);
    assertThat(state.of(BACKEND).removedByOthers()).isZero();
    assertThat(ecr.audit().count("BatchDeleteImage")).isEqualTo(1);
  }

  @Test
  void leavesTheRestOfARepositoryThatCannotBeReadToTheNextRun() {
    mirrored(TestImages.image("two", 100), "v2");
    planLater();
    ecr.faults().on("DescribeImages").in(LEGACY).refuse(EcrError.ACCESS_DENIED);

    var state = settle(removal);

    assertThat(state.goesOn()).isTrue();
    assertThat(state.failures()).singleElement().asString().startsWith(LEGACY + ": ");
    assertThat(state.kept()).isEqualTo(Map.of(KeepReason.REFUSED, 1));
    assertThat(queue.left(state)).isEmpty();
  }

  @Test
  void theEndOfTheTimeIsNoFailure() {
    clock.advance(Duration.ofDays(1000));

    var state = settle(removal);

    assertThat(state.stop()).isEqualTo(Stop.OUT_OF_TIME);
    assertThat(state.failures()).isEmpty();
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1");
  }

  @Test
  void warnsOfACountThatCannotBeWritten() {
    ecr.faults().on("TagResource").refuse(EcrError.ACCESS_DENIED);

    var state = settle(removal);

    assertThat(state.goesOn()).isTrue();
    assertThat(state.removed()).isEqualTo(1);
    assertThat(state.warnings()).singleElement().asString().contains("ecr-consolidation:deleted");
  }
}
