package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.EcrCleanup.Deletable;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EmptyRepositoriesTest extends StepFixture {
  private static final RepositorySettings.Encryption KMS =
      new RepositorySettings.Encryption(RepositorySettings.Encryption.Type.KMS, "key");

  private RunState delete(RunState state) {
    return delete(plan(snapshot()), state, Duration.ofHours(1));
  }

  private CleanupPlan plan(CleanupSnapshot snapshot) {
    return planner.plan(snapshot, clock.instant());
  }

  private RunState delete(CleanupPlan plan, RunState state, Duration left) {
    return new EmptyRepositories(
            policy(Mode.DELETE, 1000),
            registryWith(left),
            Optional::empty,
            Deadline.in(left, clock))
        .delete(plan, state);
  }

  private void windowPasses() {
    clock.advance(Duration.ofDays(31));
  }

  @Test
  void deletesTheEmptyOne() {
    windowPasses();

    assertThat(delete(RunState.BEGUN).deletedRepositories()).containsExactly(BACKEND);
  }

  @Test
  void deletesOneThatThisRunAndOthersHaveEmptied() {
    mirrored(TestImages.image("one", 100));
    var gone = TestImages.image("two", 100);
    mirrored(gone);
    windowPasses();
    var plan = plan(snapshot());
    var images = plan.repositories().getFirst().eligible();
    registry.delete(
        BACKEND, images.stream().map(it -> new Deletable(it.digest(), Set.of())).toList());

    var half = RunState.BEGUN.settled(BACKEND, 1, images.subList(0, 1));

    assertThat(delete(plan, half, Duration.ofHours(1)).deletedRepositories()).isEmpty();
    assertThat(
            delete(plan, half.removedByOthers(BACKEND, 1), Duration.ofHours(1))
                .deletedRepositories())
        .containsExactly(BACKEND);
  }

  @Test
  void keepsOneUntilItsOwnWindowHasPassed() {
    clock.advance(Duration.ofDays(29));

    assertThat(delete(RunState.BEGUN).deletedRepositories()).isEmpty();
  }

  @Test
  void keepsOneThatGotAnImageAfterThePlan() {
    windowPasses();
    var plan = plan(snapshot());
    ecr.push(LEGACY, TestImages.image("late", 100), "v1");

    var state = delete(plan, RunState.BEGUN, Duration.ofHours(1));

    assertThat(state.deletedRepositories()).isEmpty();
    assertThat(state.failures()).isEmpty();
  }

  @Test
  void anImageOfTheLastMomentIsNeverDeletedByForce() {
    windowPasses();
    ecr.faults()
        .on("DeleteRepository")
        .once()
        .before(() -> ecr.push(LEGACY, TestImages.image("late", 100), "v1"));

    var state = delete(RunState.BEGUN);

    assertThat(state).isEqualTo(RunState.BEGUN);
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1");
  }

  @Test
  void keepsOneThatWasPutOnHoldAfterThePlan() {
    windowPasses();
    var plan = plan(snapshot());
    ecr.store().tagResource(LEGACY, Map.of(LegacyRepository.HOLD_TAG, "wait"));

    assertThat(delete(plan, RunState.BEGUN, Duration.ofHours(1)).deletedRepositories()).isEmpty();
  }

  @Test
  void keepsOneWithAKeyOfItsOwnAndOneWhoseNameDecidesWhoOwnsATag() {
    ecr.store().createRepository(RepositorySettings.named("ml-platform/web").with(KMS));
    ecr.store().createRepository(RepositorySettings.named("ml-platform/backend-api"));
    windowPasses();

    assertThat(delete(RunState.BEGUN).deletedRepositories())
        .doesNotContain(new RepositoryName("ml-platform/web"), BACKEND);
  }

  @Test
  void aLostAnswerIsASuccessAndARefusalAFailure() {
    windowPasses();
    ecr.faults().on("DeleteRepository").refuse(EcrError.ACCESS_DENIED);
    assertThat(delete(RunState.BEGUN).failures())
        .singleElement()
        .asString()
        .contains(LEGACY, "DeleteRepository");

    ecr.faults().clear();
    ecr.faults().on("DeleteRepository").once().loseResponse();
    assertThat(delete(RunState.BEGUN).deletedRepositories()).containsExactly(BACKEND);
  }

  @Test
  void stopsWhenTheTimeIsUp() {
    windowPasses();

    assertThat(delete(plan(snapshot()), RunState.BEGUN, Duration.ZERO).stop())
        .isEqualTo(Stop.OUT_OF_TIME);
  }
}
