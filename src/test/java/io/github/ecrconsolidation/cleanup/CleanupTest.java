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

  private CleanupResult run(Mode mode) {
    return run(policy(mode, 1000));
  }

  private CleanupResult runWithEmptyRepositories(Mode mode) {
    var policy = policy(mode, 1000);
    return run(
        new CleanupPolicy(
            policy.cutover(),
            policy.rollbackWindow(),
            policy.pulledWithin(),
            mode,
            policy.maximumDeletions(),
            true));
  }

  private boolean isThere(String repository) {
    return snapshot().legacy().stream().anyMatch(it -> it.name().value().equals(repository));
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
    ecr.push(CONSOLIDATED, TestImages.image("removed", 100), "backend-v0");
    ecr.store().tagResource(LEGACY, Map.of("ecr-consolidation:deleted", "1"));
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
    var result = runWithEmptyRepositories(Mode.DELETE);

    assertThat(result.state().deletedRepositories()).containsExactly(BACKEND);
    assertThat(isThere(LEGACY)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DELETE")
  void deletesNoRepositoryInAnotherMode(Mode mode) {
    clock.advance(Duration.ofDays(31));

    assertThat(runWithEmptyRepositories(mode).state().deletedRepositories()).isEmpty();
  }

  @Test
  void deletesNoRepositoryAfterItWasStopped() {
    ecr.store().createRepository(RepositorySettings.named("ml-platform/empty"));
    oneIsEligible();
    ecr.store().untagResource(CONSOLIDATED, List.of(NamespaceTag.KEY));

    assertThat(runWithEmptyRepositories(Mode.DELETE).state().deletedRepositories()).isEmpty();
  }
}
