package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.reconcile.World.digest;
import static io.github.ecrconsolidation.reconcile.World.image;
import static io.github.ecrconsolidation.reconcile.World.old;
import static io.github.ecrconsolidation.reconcile.World.pushed;
import static io.github.ecrconsolidation.reconcile.World.referrer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.preflight.PreflightInput.Growth;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackfillGrowthTest {
  private final World world = new World("backend", "frontend");

  @Test
  void countsEachMissingImageOnceHoweverManyTagsItHas() {
    world
        .legacy("backend", image("young", "v1", "v2"), old(image("old", "v3")))
        .legacy("frontend", image("young", "v1"));

    assertThat(growth()).isEqualTo(new Growth(2, 0));
  }

  @Test
  void countsTheImageOfATagThatMoved() {
    world
        .legacy("backend", image("next", "v1"), pushed(image("before"), Duration.ofDays(2)))
        .consolidated(image("before", "backend-v1"));

    assertThat(growth()).isEqualTo(new Growth(1, 0));
  }

  @Test
  void doesNotCountWhatIsThere() {
    world.legacy("backend", image("there", "v1")).consolidated(image("there"));

    assertThat(growth()).isEqualTo(new Growth(0, 0));
  }

  @Test
  void countsUntaggedImagesAsPossible() {
    world.legacy("backend", image("child"), referrer("lost", digest("nowhere")));

    assertThat(growth()).isEqualTo(new Growth(0, 2));
  }

  @Test
  void doesNotCountAsPossibleWhatIsSure() {
    world.legacy("backend", image("both", "v1")).legacy("frontend", image("both"));

    assertThat(growth()).isEqualTo(new Growth(1, 0));
  }

  @Test
  void doesNotCountWhatCannotBeMirrored() {
    world.legacy("backend", World.archived(image("archived", "v1")));

    assertThat(growth()).isEqualTo(new Growth(0, 0));
  }

  private Growth growth() {
    return BackfillGrowth.of(world.plan(), world.inventories().consolidated());
  }
}
