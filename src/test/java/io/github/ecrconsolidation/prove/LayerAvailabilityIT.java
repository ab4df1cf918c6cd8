package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LayerAvailabilityIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final LayerAvailability experiment = new LayerAvailability();

  private void nothingIsAvailableIn(RepositoryName repository) {
    local
        .faults()
        .on("BatchCheckLayerAvailability")
        .in(repository.value())
        .answer("{\"layers\":[],\"failures\":[]}");
  }

  @Test
  void holdsWhenLayersThatAreThereAreToldFromThoseThatAreNot() {
    assertThat(local.observe(experiment)).isInstanceOf(Holds.class);
  }

  @Test
  void differsWhenPushedLayersAreNotAvailable() {
    nothingIsAvailableIn(local.id().legacy());

    assertThat(local.observe(experiment)).isEqualTo(new Differs("pushed layers are not AVAILABLE"));
  }

  @Test
  void differsWhenMountedLayersOfAnImageAreNotAvailable() {
    nothingIsAvailableIn(local.id().consolidated());

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("mounted layers of an image are not AVAILABLE"));
  }

  @Test
  void differsWhenAbsentLayersAreAvailable() {
    local.read(OtherReading.ABSENT_LAYERS_ARE_AVAILABLE);

    assertThat(local.observe(experiment)).isEqualTo(new Differs("absent layers are AVAILABLE"));
  }

  @Test
  void saysEverythingThatDiffers() {
    local.read(OtherReading.ABSENT_LAYERS_ARE_AVAILABLE);
    nothingIsAvailableIn(local.id().legacy());

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("pushed layers are not AVAILABLE; absent layers are AVAILABLE"));
  }

  @Test
  void saysNothingOfMountedLayersWhenNothingIsMounted() {
    local.store().blobMounting(false);

    assertThatThrownBy(() -> local.observe(experiment))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessageStartingWith("nothing was mounted");
  }
}
