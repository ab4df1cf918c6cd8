package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import io.github.ecrconsolidation.prove.PullTime.Request;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ECR refreshes the pull time at least once every 24 hours, so its absence shows after 25. */
class PullTimeIT {
  private static final Duration SETTLED = Duration.ofHours(25);

  @AutoClose private final LocalBench local = new LocalBench();

  @ParameterizedTest
  @EnumSource(names = {"MANIFEST", "BATCH_GET_IMAGE"})
  void holdsAsSoonAsAPullHasMovedTheTime(Request pull) {
    assertThat(local.observe(new PullTime(pull))).isEqualTo(new Holds("moved"));
  }

  @ParameterizedTest
  @CsvSource({"MANIFEST, GET_MANIFEST_IS_NO_PULL", "BATCH_GET_IMAGE, BATCH_GET_IMAGE_IS_NO_PULL"})
  void differsWhenAPullHasNotMovedTheTimeAfterADay(Request pull, OtherReading reading) {
    local.read(reading);
    var experiment = new PullTime(pull);
    assertThat(local.observe(experiment))
        .isEqualTo(new Open("not moved after 0 min; look again after a day"));

    local.pass(SETTLED);

    assertThat(local.later(experiment)).isEqualTo(new Differs("not moved after 25 h"));
  }

  @ParameterizedTest
  @EnumSource(names = {"BLOB", "MOUNT"})
  void holdsWhenWhatIsNoPullHasNotMovedTheTimeAfterADay(Request noPull) {
    var experiment = new PullTime(noPull);
    assertThat(local.observe(experiment)).isInstanceOf(Open.class);

    local.pass(SETTLED);

    assertThat(local.later(experiment)).isEqualTo(new Holds("not moved after 25 h"));
  }

  @ParameterizedTest
  @CsvSource({"BLOB, GET_BLOB_IS_A_PULL", "MOUNT, MOUNT_IS_A_PULL"})
  void differsAsSoonAsWhatIsNoPullHasMovedTheTime(Request noPull, OtherReading reading) {
    local.read(reading);

    assertThat(local.observe(new PullTime(noPull))).isEqualTo(new Differs("moved"));
  }

  @Test
  void remainsOpenUntilEcrMustHaveRefreshedTheTime() {
    var experiment = new PullTime(Request.MOUNT);
    local.observe(experiment);
    local.pass(SETTLED.minusSeconds(1));

    assertThat(local.later(experiment))
        .isEqualTo(new Open("not moved after 24 h; look again after a day"));
  }

  @Test
  void saysNothingWithoutItsImage() {
    assertThatThrownBy(() -> local.later(new PullTime(Request.MANIFEST)))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage("its image is not there");
  }
}
