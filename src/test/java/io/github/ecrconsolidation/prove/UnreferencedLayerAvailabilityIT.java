package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class UnreferencedLayerAvailabilityIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final UnreferencedLayerAvailability experiment = new UnreferencedLayerAvailability();

  @Test
  void holdsWhenAMountedLayerIsAvailableAtOnce() {
    assertThat(local.observe(experiment)).isEqualTo(new Holds("AVAILABLE at once"));
  }

  @Test
  void differsWhenItIsNotAvailableUntilAnImageReferencesIt() {
    local.read(OtherReading.MOUNTED_LAYERS_ARE_UNAVAILABLE_UNTIL_REFERENCED);

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("not AVAILABLE until an image references it"));
  }

  /** Layers that were copied are available, which says nothing about mounted ones. */
  @Test
  void saysNothingWhenTheLayersWereCopied() {
    local.store().blobMounting(false);

    assertThatThrownBy(() -> local.observe(experiment))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage("nothing was mounted");
  }
}
