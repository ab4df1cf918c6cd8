package io.github.ecrconsolidation.prove;

import static io.github.ecrconsolidation.prove.PutExistingTag.Case.EXCLUDED_OTHER;
import static io.github.ecrconsolidation.prove.PutExistingTag.Case.EXCLUDED_SAME;
import static io.github.ecrconsolidation.prove.PutExistingTag.Case.IMMUTABLE_OTHER;
import static io.github.ecrconsolidation.prove.PutExistingTag.Case.IMMUTABLE_SAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.PutExistingTag.Case;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PutExistingTagIT {
  @AutoClose private final LocalBench local = new LocalBench();

  private Observation observe(Case which) {
    return local.observe(new PutExistingTag(which));
  }

  @ParameterizedTest
  @CsvSource({
    "IMMUTABLE_SAME, ImageTagAlreadyExistsException",
    "EXCLUDED_SAME, ImageAlreadyExistsException"
  })
  void holdsWhenTheSameImageIsRefusedAsAlreadyThere(Case which, String code) {
    assertThat(observe(which)).isEqualTo(new Holds(code + "; the tag did not move"));
  }

  @ParameterizedTest
  @EnumSource(names = {"IMMUTABLE_SAME", "EXCLUDED_SAME"})
  void holdsWhenTheSameImageIsTaken(Case which) {
    local.faults().on("PutImage").answer("{}");

    assertThat(observe(which)).isEqualTo(new Holds("taken; the tag did not move"));
  }

  @Test
  void differsWhenTheSameImageIsRefusedWithAnotherCode() {
    local.read(OtherReading.SAME_IMAGE_ON_AN_IMMUTABLE_TAG_IS_AN_INVALID_PARAMETER);
    local.read(OtherReading.SAME_IMAGE_ON_AN_EXCLUDED_TAG_IS_AN_INVALID_PARAMETER);

    var refused = new Differs("InvalidParameterException; the tag did not move");
    assertThat(observe(IMMUTABLE_SAME)).isEqualTo(refused);
    assertThat(observe(EXCLUDED_SAME)).isEqualTo(refused);
  }

  @Test
  void holdsWhenAnImmutableTagDoesNotMoveToAnotherImage() {
    assertThat(observe(IMMUTABLE_OTHER))
        .isEqualTo(new Holds("ImageTagAlreadyExistsException; the tag did not move"));
  }

  @Test
  void differsWhenAnImmutableTagMoves() {
    local.read(OtherReading.IMMUTABLE_TAGS_MOVE);

    assertThat(observe(IMMUTABLE_OTHER)).isEqualTo(new Differs("taken; the tag moved"));
  }

  /** The mirror would take the tag for mirrored. */
  @Test
  void differsWhenAnImmutableTagDoesNotMoveAndThePutIsTaken() {
    local.faults().on("PutImage").about("immutable-tag-other-image").answer("{}");

    assertThat(observe(IMMUTABLE_OTHER)).isEqualTo(new Differs("taken; the tag did not move"));
  }

  @Test
  void holdsWhenAnExcludedTagMovesToAnotherImage() {
    assertThat(observe(EXCLUDED_OTHER)).isEqualTo(new Holds("taken; the tag moved"));
  }

  @Test
  void differsWhenAnExcludedTagIsImmutable() {
    local.read(OtherReading.EXCLUDED_TAGS_ARE_IMMUTABLE);

    assertThat(observe(EXCLUDED_OTHER))
        .isEqualTo(new Differs("ImageTagAlreadyExistsException; the tag did not move"));
  }
}
