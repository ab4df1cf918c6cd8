package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.PushEvent.Push;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PushEventIT {
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  @AutoClose private final LocalBench local = new LocalBench();

  private Observation observe(Push push) {
    createRule();
    return local.observe(new PushEvent(push));
  }

  private void createRule() {
    var id = local.id();
    local
        .at()
        .surroundings()
        .events()
        .create(id.name(), id.name() + "/", ProofId.TAG_KEY, id.value());
  }

  private Digest index() {
    return ProofImage.index(local.at().image("event-index")).digest();
  }

  private Digest untagged() {
    return local.at().image("event-untagged").digest();
  }

  /** An event on the bus beside those of the registry. */
  private void happens(String type, String action, Digest digest, String tag, String mediaType) {
    local
        .account()
        .rules()
        .accept(
            """
            {"source":"aws.ecr","detail-type":"%s","detail":{"repository-name":"%s",
             "action-type":"%s","image-digest":"%s","image-tag":"%s","manifest-media-type":"%s"}}\
            """
                .formatted(type, local.id().legacy(), action, digest, tag, mediaType));
  }

  @Test
  void holdsWhenTheEventOfAnUntaggedPushHasAnEmptyTag() {
    assertThat(observe(Push.UNTAGGED))
        .isEqualTo(new Holds("ECR Image Action, image-tag '', " + IMAGE));
  }

  @Test
  void differsWhenTheEventOfAnUntaggedPushHasNoTag() {
    local.read(OtherReading.UNTAGGED_PUSH_EVENTS_HAVE_NO_IMAGE_TAG);

    assertThat(observe(Push.UNTAGGED))
        .isEqualTo(new Differs("ECR Image Action, image-tag absent, " + IMAGE));
  }

  @Test
  void holdsWhenTheEventOfAnIndexHasItsTagAndMediaType() {
    assertThat(observe(Push.INDEX))
        .isEqualTo(new Holds("ECR Image Action, image-tag 'event-index', " + INDEX));
  }

  @ParameterizedTest
  @CsvSource({
    "ECR Referrer Action, event-index, " + INDEX,
    "ECR Image Action, another-tag, " + INDEX,
    "ECR Image Action, event-index, " + IMAGE
  })
  void differsWhenTheEventOfAnIndexHasAnotherTypeTagOrMediaType(
      String type, String tag, String mediaType) {
    local.read(OtherReading.INDEX_PUSHES_GIVE_NO_EVENT);
    createRule();
    happens(type, "PUSH", index(), tag, mediaType);

    assertThat(local.observe(new PushEvent(Push.INDEX)))
        .isEqualTo(new Differs("%s, image-tag '%s', %s".formatted(type, tag, mediaType)));
  }

  /** The event of its child shows that the rule sees events. */
  @Test
  void differsWhenAnIndexGivesNoEvent() {
    local.read(OtherReading.INDEX_PUSHES_GIVE_NO_EVENT);

    assertThat(observe(Push.INDEX))
        .isEqualTo(
            new Differs(
                "no event after 0 min; ECR sends them on a best-effort basis, so try again"));
  }

  @Test
  void holdsWhenAReferrerGivesAnEvent() {
    assertThat(observe(Push.REFERRER))
        .isEqualTo(new Holds("ECR Referrer Action, image-tag '', " + IMAGE));
  }

  @Test
  void differsWhenAReferrerGivesNoEvent() {
    local.read(OtherReading.REFERRER_PUSHES_GIVE_NO_EVENT);

    assertThat(observe(Push.REFERRER)).isInstanceOf(Differs.class);
  }

  @Test
  void passesOverEventsOfOtherImagesAndOtherActions() {
    local.read(OtherReading.INDEX_PUSHES_GIVE_NO_EVENT);
    createRule();
    happens("ECR Image Action", "DELETE", index(), "event-index", INDEX);
    happens("ECR Image Action", "PUSH", untagged(), "event-index", INDEX);

    assertThat(local.observe(new PushEvent(Push.INDEX)))
        .isInstanceOfSatisfying(
            Differs.class, it -> assertThat(it.text()).startsWith("no event after"));
  }

  /** Then the rule may not work yet, and nothing follows of ECR. */
  @Test
  void saysNothingWhenTheRuleSawNoEventAtAll() {
    assertThatThrownBy(() -> local.observe(new PushEvent(Push.UNTAGGED)))
        .isInstanceOf(Bench.Obstacle.class)
        .hasMessage("the rule saw no event at all");
  }
}
