package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.DescribeWithFilter.Status;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescribeWithFilterIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final DescribeWithFilter active = new DescribeWithFilter(Status.ACTIVE);
  private final DescribeWithFilter archived = new DescribeWithFilter(Status.ARCHIVED);

  @ParameterizedTest
  @EnumSource
  void holdsWhenAnImageOfTheStatusIsFound(Status status) {
    assertThat(local.observe(new DescribeWithFilter(status)))
        .isEqualTo(new Holds("found, " + status));
  }

  @Test
  void differsForArchivedImagesAloneWhenTheFilterIsIgnored() {
    local.read(OtherReading.STATUS_FILTER_IS_IGNORED_BESIDE_IDS);

    assertThat(local.observe(archived)).isEqualTo(new Differs("not found"));
    assertThat(local.observe(active)).isInstanceOf(Holds.class);
  }

  @ParameterizedTest
  @EnumSource
  void differsWhenTheFilterIsRefusedBesideIds(Status status) {
    local.read(OtherReading.IDS_EXCLUDE_A_FILTER);

    assertThat(local.observe(new DescribeWithFilter(status)))
        .isEqualTo(new Differs("refused: InvalidParameterException"));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCESS_DENIED", "SERVER"})
  void saysNothingWhenTheCallIsDeniedOrFails(EcrError error) {
    local.faults().on("DescribeImages").refuse(error);

    assertThatThrownBy(() -> local.observe(active)).isInstanceOf(RegistryException.class);
  }

  @Test
  void saysNothingOfArchivedImagesWhenNoneCanBeArchived() {
    local.faults().on("UpdateImageStorageClass").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> local.observe(archived)).isInstanceOf(RegistryException.class);
  }
}
