package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MountGrantedIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final MountGranted experiment = new MountGranted();

  @Test
  void holdsWhenLayersAreMounted() {
    assertThat(local.observe(experiment))
        .isEqualTo(new Holds("BLOB_MOUNTING is ENABLED, equal encryption: mounted"));
  }

  @Test
  void differsWhenTheAccountDoesNotMount() {
    local.store().blobMounting(false);

    assertThat(local.observe(experiment))
        .isEqualTo(
            new Differs(
                "BLOB_MOUNTING is not enabled, equal encryption: not mounted (202), copied"
                    + " instead"));
  }

  @Test
  void differsWhenOneBlobIsCopiedAlthoughMountingIsEnabled() {
    local.store().refuseMounts(local.at().image("mount").blobs().getLast().digest().value());

    assertThat(local.observe(experiment))
        .isEqualTo(
            new Differs(
                "BLOB_MOUNTING is ENABLED, equal encryption: not mounted (202), copied instead"));
  }
}
