package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LayerOutlivesRepositoryIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final LayerOutlivesRepository experiment = new LayerOutlivesRepository();

  private boolean isThere() {
    return local.at().ecr().repositories().contains(local.id().legacyToDelete());
  }

  @Test
  void holdsWhenMountedLayersOutliveTheDeletedRepository() {
    assertThat(local.observe(experiment))
        .isEqualTo(new Holds("AVAILABLE and downloaded right after the deletion"));
    assertThat(isThere()).isFalse();
  }

  @Test
  void differsWhenTheyAreDeletedWithTheRepository() {
    local.read(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_REPOSITORY);

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("2 mounted blobs cannot be downloaded right after the deletion"));
  }

  @Test
  void deletesNoRepositoryWhenTheLayersWereDeletedWithTheImageAlready() {
    local.read(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE);

    assertThatThrownBy(() -> local.observe(experiment))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessageContaining("before the repository");
    assertThat(isThere()).isTrue();
  }
}
