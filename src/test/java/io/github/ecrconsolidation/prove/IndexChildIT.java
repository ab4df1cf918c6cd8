package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class IndexChildIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final IndexChild experiment = new IndexChild();

  @Test
  void holdsWhenTheDeletionOfTheChildIsRefused() {
    assertThat(local.observe(experiment)).isEqualTo(new Holds("ImageReferencedByManifestList"));
  }

  @Test
  void differsWhenTheChildIsDeleted() {
    local.read(OtherReading.CHILDREN_OF_AN_INDEX_CAN_BE_DELETED);

    assertThat(local.observe(experiment)).isEqualTo(new Differs("the child was deleted"));
  }

  @Test
  void differsWhenItIsRefusedForAnotherReason() {
    var child = local.at().image("index-child").digest();
    local
        .faults()
        .on("BatchDeleteImage")
        .answer(
            """
            {"imageIds":[],"failures":[{"imageId":{"imageDigest":"%s"},
             "failureCode":"ImageNotFound"}]}\
            """
                .formatted(child));

    assertThat(local.observe(experiment)).isEqualTo(new Differs("ImageNotFound"));
  }
}
