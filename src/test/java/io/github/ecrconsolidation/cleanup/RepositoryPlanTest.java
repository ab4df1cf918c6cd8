package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.RepositoryPlan.Superseded;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositoryPlanTest extends StepFixture {

  private static Keep keep(Image image) {
    return new Keep(image, KeepReason.CHANGED, "", Optional.empty());
  }

  private static Image find(RepositoryPlan plan, TestImage image) {
    return plan.eligible().stream()
        .filter(it -> it.digest().equals(digest(image)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keepsWhatAKeptImageNeedsToo() {
    var index = mirrored(TestImages.twoPlatforms("web", Attestations.PLAIN), "v1");
    var other = mirrored(TestImages.image("other", 100), "v2");
    clock.advance(Duration.ofDays(31));
    var plan = plan();
    assertThat(plan.eligible()).hasSize(6);

    assertThat(plan.without(List.of(keep(find(plan, index)))).eligible())
        .extracting(Image::digest)
        .containsExactly(digest(other));
  }

  @Test
  void isNotConcernedByWhatIsKeptInAnotherRepository() {
    var image = mirrored(TestImages.image("one", 100), "v1");
    clock.advance(Duration.ofDays(31));
    var plan = plan();
    var elsewhere = snapshot().consolidated().find(digest(image)).orElseThrow();

    assertThat(plan.without(List.of(keep(elsewhere))).eligible()).hasSize(1);
  }

  @Test
  void tellsWhichTagsMovedOnUnderTheNewNameAndWhen() {
    var old = mirrored(TestImages.image("old", 100), "latest");
    clock.advance(Duration.ofDays(10));
    ecr.push(CONSOLIDATED, TestImages.image("new", 100), "backend-latest");
    var moved = clock.instant();
    clock.advance(Duration.ofDays(31));
    var plan = plan();

    assertThat(plan.superseded())
        .containsExactly(new Superseded(find(plan, old), new Tag("latest"), moved));
  }
}
