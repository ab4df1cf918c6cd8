package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What EventBridge is told of a push. */
final class PushEvent implements Experiment {

  /** What is pushed. */
  enum Push {
    UNTAGGED("event-untagged"),
    INDEX("event-index"),
    REFERRER("event-referrer");

    private final String line;

    Push(String line) {
      this.line = line;
    }
  }

  private final Push push;

  PushEvent(Push push) {
    this.push = push;
  }

  @Override
  public Assumption assumption() {
    return switch (push) {
      case UNTAGGED ->
          Assumption.informative(
              push.line,
              "a push without a tag gives an event whose image-tag is empty",
              "none: the mirror takes an absent image-tag for an empty one",
              "MirrorMessage");
      case INDEX ->
          Assumption.required(
              push.line,
              "the push of an index gives an ECR Image Action with its tag and media type",
              "multi-platform images are mirrored by the reconciler only, hours later: shorten"
                  + " ReconcileSchedule",
              "MirrorMessage");
      case REFERRER ->
          Assumption.required(
              push.line,
              "the push of a referrer gives an ECR Referrer Action or ECR Image Action with"
                  + " action-type PUSH",
              "signatures are mirrored by the reconciler only, hours later: shorten"
                  + " ReconcileSchedule",
              "MirrorMessage");
    };
  }

  @Override
  public Observation observe(Bench bench) {
    var digest = pushed(bench);
    var event = event(bench, digest);
    if (event.isEmpty()) {
      return new Observation.Differs(
          "no event after %s; ECR sends them on a best-effort basis, so try again"
              .formatted(Ages.text(bench.surroundings().eventPatience())));
    }
    var detail = event.get().object("detail").orElse(event.get());
    var type = event.get().text("detail-type").orElse("");
    var tag = detail.text("image-tag");
    return Observation.of(
        isExpected(type, detail),
        "%s, image-tag %s, %s"
            .formatted(
                type,
                tag.map("'%s'"::formatted).orElse("absent"),
                detail.text("manifest-media-type").orElse("no manifest-media-type")));
  }

  private boolean isExpected(String type, JsonObject detail) {
    return switch (push) {
      case UNTAGGED -> detail.text("image-tag").filter(String::isEmpty).isPresent();
      case INDEX ->
          type.equals("ECR Image Action")
              && detail.text("image-tag").filter(push.line::equals).isPresent()
              && detail.text("manifest-media-type").filter(it -> it.contains("index")).isPresent();
      case REFERRER -> Set.of("ECR Referrer Action", "ECR Image Action").contains(type);
    };
  }

  private Digest pushed(Bench bench) {
    var legacy = bench.id().legacy();
    var image = bench.image(push.line);
    bench.push(image, legacy);
    return switch (push) {
      case UNTAGGED -> image.digest();
      case INDEX -> {
        var index = ProofImage.index(image);
        bench.push(index, legacy, push.line);
        yield index.digest();
      }
      case REFERRER -> {
        var referrer = ProofImage.referrer(bench.id(), push.line + "-referrer", image);
        bench.push(referrer, legacy);
        yield referrer.digest();
      }
    };
  }

  /** Events of other images are passed over; they come in no order. */
  private static Optional<JsonObject> event(Bench bench, Digest digest) {
    var end = bench.now().plus(bench.surroundings().eventPatience());
    var silent = true;
    while (true) {
      var left = Duration.between(bench.now(), end);
      var patience = left.isNegative() ? Duration.ZERO : left;
      var events = bench.surroundings().events().receive(bench.id().name(), patience);
      silent &= events.isEmpty();
      var found =
          events.stream().map(JsonObject::parse).filter(it -> isPushOf(it, digest)).findFirst();
      if (found.isPresent()) {
        return found;
      }
      if (events.isEmpty() && !left.isPositive()) {
        return nothing(silent);
      }
    }
  }

  /** Events of other pushes show that the rule works; without any, nothing follows. */
  private static Optional<JsonObject> nothing(boolean silent) {
    if (silent) {
      throw new Bench.Obstacle("the rule saw no event at all");
    }
    return Optional.empty();
  }

  private static boolean isPushOf(JsonObject event, Digest digest) {
    var detail = event.object("detail");
    return detail.flatMap(it -> it.text("image-digest")).filter(digest.value()::equals).isPresent()
        && detail.flatMap(it -> it.text("action-type")).filter("PUSH"::equals).isPresent();
  }
}
