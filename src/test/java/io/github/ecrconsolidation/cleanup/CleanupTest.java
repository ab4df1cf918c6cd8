package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupTest extends StepFixture {
  private final TestImage image = TestImages.image("image", 100);

  private void oneIsEligible() {
    mirrored(image, "v1");
    clock.advance(Duration.ofDays(31));
  }

  private void oneWasRemovedEarlier() {
    ecr.push(CONSOLIDATED, TestImages.image("removed", 100), "backend-v0");
    ecr.store().tagResource(LEGACY, Map.of("ecr-consolidation:deleted", "1"));
  }

  private CleanupResult run(Mode mode) {
    return run(policy(mode, 1000));
  }

  private CleanupResult runWithEmptyRepositories(Mode mode, int maximum) {
    var policy = policy(mode, maximum);
    return run(
        new CleanupPolicy(
            policy.cutover(),
            policy.rollbackWindow(),
            policy.pulledWithin(),
            mode,
            policy.maximumDeletions(),
            true));
  }

  @Test
  void reportsWithoutRemovingAnything() {
    oneIsEligible();

    var result = run(Mode.REPORT);

    assertThat(result.complete()).isTrue();
    assertThat(result.plan().decisions()).allMatch(CleanupDecision::isEligible);
    assertThat(result.state().removed()).isZero();
    assertThat(journal).isEmpty();
    assertThat(ecr.store().tags(LEGACY)).containsKey("v1");
  }

  @Test
  void archivesInModeArchive() {
    oneIsEligible();

    assertThat(run(Mode.ARCHIVE).state().removed()).isEqualTo(1);
    assertThat(snapshot().legacy().getFirst().images())
        .extracting(Image::status)
        .containsExactly(Image.Status.ARCHIVED);
  }

  @Test
  void deletesInModeDelete() {
    oneIsEligible();

    assertThat(run(Mode.DELETE).state().removed()).isEqualTo(1);
    assertThat(ecr.store().digests(LEGACY)).isEmpty();
  }

  @Test
  void asksForNoLayerWhenNothingIsEligible() {
    oneWasRemovedEarlier();
    mirrored(image, "v1");

    assertThat(run(Mode.DELETE).complete()).isTrue();
    assertThat(ecr.audit().count("BatchCheckLayerAvailability")).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REPORT")
  void removesNothingWhileABrakeIsPulled(Mode mode) {
    oneIsEligible();
    ecr.store().untagResource(CONSOLIDATED, List.of(NamespaceTag.KEY));

    var result = run(mode);

    assertThat(result.stop()).isEqualTo(Stop.ON_HOLD);
    assertThat(result.failures()).singleElement().asString().contains(NamespaceTag.KEY);
    assertThat(journal).isEmpty();
  }

  @Test
  void reportsWhatItWouldDoAlthoughABrakeIsPulled() {
    oneIsEligible();
    ecr.store().untagResource(CONSOLIDATED, List.of(NamespaceTag.KEY));

    var result = run(Mode.REPORT);

    assertThat(result.complete()).isTrue();
    assertThat(result.state().warnings()).singleElement().asString().contains(NamespaceTag.KEY);
  }

  @Test
  void plansNothingWithoutAConsolidatedRepository() {
    ecr.push(LEGACY, image, "v1");
    ecr.store().deleteRepository(CONSOLIDATED);

    var result = run(Mode.DELETE);

    assertThat(result.plan().repositories()).isEmpty();
    assertThat(result.failures())
        .containsExactly("the consolidated repository data-platform-dev does not exist");
  }

  @Test
  void removesNothingWhenEarlierRemovalsCannotBeVerified() {
    oneWasRemovedEarlier();
    oneIsEligible();
    ecr.faults().on("BatchCheckLayerAvailability").refuse(EcrError.ACCESS_DENIED);

    var result = run(Mode.DELETE);

    assertThat(result.stop()).isEqualTo(Stop.LOSS);
    assertThat(result.failures())
        .singleElement()
        .asString()
        .startsWith("what was removed earlier could not be verified: ");
    assertThat(journal).isEmpty();
  }

  @Test
  void deletesTheRepositoryThatItEmptiedIfAsked() {
    oneIsEligible();

    assertThat(runWithEmptyRepositories(Mode.DELETE, 1000).state().deletedRepositories())
        .containsExactly(BACKEND);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DELETE")
  void deletesNoRepositoryInAnotherMode(Mode mode) {
    clock.advance(Duration.ofDays(31));

    assertThat(runWithEmptyRepositories(mode, 1000).state().deletedRepositories()).isEmpty();
  }

  @Test
  void deletesNoRepositoryWhileImagesAreLeftToRemove() {
    ecr.store().createRepository(RepositorySettings.named("ml-platform/empty"));
    mirrored(TestImages.image("another", 200), "v2");
    oneIsEligible();

    var result = runWithEmptyRepositories(Mode.DELETE, 1);

    assertThat(result.stop()).isEqualTo(Stop.MAXIMUM_REACHED);
    assertThat(result.state().deletedRepositories()).isEmpty();
  }

  /** Although no image is eligible, for whose removal the brake would be asked. */
  @Test
  void deletesNoRepositoryWhileABrakeIsPulled() {
    clock.advance(Duration.ofDays(31));
    ecr.store().tagResource(CONSOLIDATED, Map.of(LegacyRepository.HOLD_TAG, "true"));

    var result = runWithEmptyRepositories(Mode.DELETE, 1000);

    assertThat(result.state().deletedRepositories()).isEmpty();
    assertThat(result.stop()).isEqualTo(Stop.ON_HOLD);
    assertThat(result.failures()).singleElement().asString().contains(LegacyRepository.HOLD_TAG);
  }
}
