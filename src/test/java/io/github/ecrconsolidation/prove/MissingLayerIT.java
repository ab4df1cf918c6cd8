package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MissingLayerIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final MissingLayer experiment = new MissingLayer();

  @Test
  void holdsWhenTheCodeNamesTheLayers() {
    assertThat(local.observe(experiment)).isEqualTo(new Holds("LayersNotFoundException"));
  }

  @Test
  void differsWhenItIsRefusedWithAnotherCode() {
    local.read(OtherReading.MISSING_LAYERS_ARE_AN_INVALID_PARAMETER);

    assertThat(local.observe(experiment)).isEqualTo(new Differs("InvalidParameterException"));
  }

  @Test
  void differsWhenTheManifestIsTaken() {
    local.faults().on("PutImage").answer("{}");

    assertThat(local.observe(experiment)).isEqualTo(new Differs("the manifest was taken"));
  }

  @Test
  void saysNothingWhenThePutIsDenied() {
    local.faults().on("PutImage").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> local.observe(experiment)).isInstanceOf(RegistryException.class);
  }
}
