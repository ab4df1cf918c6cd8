package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LayerLaterIT {
  private static final Duration DAY = Duration.ofDays(1);

  @AutoClose private final LocalBench local = new LocalBench();
  private final LayerOutlivesImage atOnce = new LayerOutlivesImage();
  private final LayerLater experiment =
      new LayerLater(LayerOutlivesImage.IMAGE, atOnce.assumption());

  @Test
  void isOpenAtFirst() {
    local.observe(atOnce);

    assertThat(local.observe(experiment)).isInstanceOf(Open.class);
  }

  @Test
  void holdsWhenTheLayersAreThereADayLater() {
    local.observe(atOnce);
    local.pass(DAY);

    assertThat(local.later(experiment)).isEqualTo(new Holds("AVAILABLE and downloaded after 24 h"));
  }

  @Test
  void remainsOpenForAWholeDay() {
    local.observe(atOnce);
    local.pass(DAY.minusSeconds(1));

    assertThat(local.later(experiment))
        .isEqualTo(new Open("AVAILABLE and downloaded after 23 h; look again after a day"));
  }

  @Test
  void differsWhenTheLayersAreLostADayLater() {
    local.read(OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE);
    local.observe(atOnce);
    local.pass(DAY);

    assertThat(local.later(experiment))
        .isEqualTo(new Differs("2 mounted blobs cannot be downloaded after 24 h"));
  }

  @Test
  void differsAsSoonAsALayerIsLost() {
    local.observe(atOnce);
    var layer = local.at().image(LayerOutlivesImage.IMAGE).blobs().getLast();
    local.store().loseBlob(local.id().consolidated().value(), layer.digest().value());
    local.pass(Duration.ofMinutes(1));

    assertThat(local.later(experiment))
        .isEqualTo(new Differs("1 mounted blob cannot be downloaded after 1 min"));
  }

  @Test
  void saysNothingWhenTheLayersWereLostAtOnce() {
    local.read(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE);
    local.observe(atOnce);

    assertThatThrownBy(() -> local.observe(experiment))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage("the layers were lost at once: see layer-outlives-image");
  }

  @Test
  void saysNothingWhenTheImageWasNotMirrored() {
    assertThatThrownBy(() -> local.observe(experiment))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage("the image was not mirrored: see layer-outlives-image");
    assertThatThrownBy(() -> local.later(experiment)).isInstanceOf(Bench.Obstacle.class);
  }
}
