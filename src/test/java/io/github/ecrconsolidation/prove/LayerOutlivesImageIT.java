package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LayerOutlivesImageIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final LayerOutlivesImage experiment = new LayerOutlivesImage();

  @Test
  void holdsWhenMountedLayersOutliveTheDeletedImage() {
    assertThat(local.observe(experiment))
        .isEqualTo(new Holds("AVAILABLE and downloaded right after the deletion"));
    assertThat(local.store().digests(local.id().legacy().value())).isEmpty();
  }

  @Test
  void differsWhenTheyAreDeletedWithTheImage() {
    local.read(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE);

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("2 mounted blobs cannot be downloaded right after the deletion"));
  }

  @Test
  void deletesNothingAndSaysNothingWhenNothingWasMounted() {
    local.store().blobMounting(false);

    assertThatThrownBy(() -> local.observe(experiment))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessageStartingWith("nothing was mounted");
    assertThat(local.store().digests(local.id().legacy().value())).hasSize(1);
  }
}
