package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import io.github.ecrconsolidation.prove.ReferrerOutlivesSubject.Look;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ReferrerOutlivesSubjectIT {
  @AutoClose private final LocalBench local = new LocalBench();
  private final ReferrerOutlivesSubject atOnce = new ReferrerOutlivesSubject(Look.AT_ONCE);
  private final ReferrerOutlivesSubject later = new ReferrerOutlivesSubject(Look.LATER);

  @Test
  void holdsWhenTheReferrerRemains() {
    assertThat(local.observe(atOnce)).isEqualTo(new Holds("the referrer remains"));
  }

  @Test
  void differsWhenItIsDeletedWithItsSubject() {
    local.read(OtherReading.REFERRERS_DIE_WITH_SUBJECT);

    assertThat(local.observe(atOnce)).isEqualTo(new Differs("the referrer was deleted, too"));
  }

  @Test
  void isOpenAtFirstAndHoldsWhenTheReferrerRemainsLaterToo() {
    local.observe(atOnce);

    assertThat(local.observe(later)).isInstanceOf(Open.class);
    assertThat(local.later(later)).isEqualTo(new Holds("the referrer remains"));
  }

  /** ECR may delete it in the background. */
  @Test
  void differsWhenTheReferrerIsDeletedLater() {
    local.observe(atOnce);
    var bench = local.at();
    var subject = bench.image("referrer-outlives-subject");
    bench.delete(ProofImage.referrer(local.id(), "referrer", subject), local.id().legacy());

    assertThat(local.later(later)).isEqualTo(new Differs("the referrer was deleted, too"));
  }

  @Test
  void hasNothingToLookAtLaterWhenTheReferrerWasDeletedAtOnce() {
    local.read(OtherReading.REFERRERS_DIE_WITH_SUBJECT);
    local.observe(atOnce);

    assertThatThrownBy(() -> local.observe(later))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage("it was deleted at once: see referrer-outlives-subject");
  }
}
