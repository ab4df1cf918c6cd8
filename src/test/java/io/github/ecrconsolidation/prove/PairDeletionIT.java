package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PairDeletionIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final PairDeletion experiment = new PairDeletion();

  @Test
  void holdsWhenTheOtherTagRemains() {
    assertThat(local.observe(experiment)).isEqualTo(new Holds("the image has 1 of its 2 tags"));
  }

  @Test
  void differsWhenTheImageIsDeletedWithBothTags() {
    local.read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("the image was deleted with both tags"));
  }

  @Test
  void differsWhenNoTagIsRemoved() {
    local.faults().on("BatchDeleteImage").answer("{\"imageIds\":[],\"failures\":[]}");

    assertThat(local.observe(experiment)).isEqualTo(new Differs("the image has 2 of its 2 tags"));
  }

  @Test
  void differsWhenThePairIsRefused() {
    var digest = local.at().image("pair-deletion").digest();
    local
        .faults()
        .on("BatchDeleteImage")
        .answer(
            """
            {"imageIds":[],"failures":[{"imageId":{"imageDigest":"%s"},
             "failureCode":"ImageTagDoesNotMatchDigest"}]}\
            """
                .formatted(digest));

    assertThat(local.observe(experiment))
        .isEqualTo(new Differs("refused: ImageTagDoesNotMatchDigest"));
  }
}
