package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagMapping;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a queue message asks for: an EventBridge event of ECR about a push, or our own "Mirror
 * Requested", which has the same detail and names the consolidated repository beside it.
 *
 * @param account the account of this function, 12 digits
 */
record MirrorMessage(TagMapping mapping, String account, String region) {
  /** The ECR detail types that tell of pushes (EventBridge reference, "Amazon ECR events"). */
  private static final Set<String> ECR_ACTIONS =
      Set.of("ECR Image Action", "ECR Referrer Action", "ECR Artifact Action");

  /**
   * What a message says.
   *
   * @param pushedAt when the image was pushed, to the second; empty when the event does not tell of
   *     a push, or not when it was
   */
  record Received(MirrorRequest request, Optional<Instant> pushedAt) {
    /** An event that comes later was repeated, delayed or redriven. */
    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    /** Whether it tells of a push of the last minute before {@code now}. */
    boolean isJustPushed(Instant now) {
      return pushedAt.filter(at -> at.plus(A_MOMENT).isAfter(now)).isPresent();
    }
  }

  /**
   * What {@code body} asks for.
   *
   * @throws IllegalArgumentException when this function cannot serve it, now or ever: what was
   *     wrong and what was expected
   */
  Received parse(String body) {
    var event = JsonObject.parse(body);
    var detail =
        event
            .object("detail")
            .orElseThrow(() -> rejected("the event has no detail; expected an EventBridge event"));
    switch (event.text("source").orElse("") + ": " + event.text("detail-type").orElse("")) {
      case BusEvent.SOURCE + ": " + BusEvent.MIRROR_REQUESTED ->
          require(detail, "consolidated-repository", mapping.consolidated().value());
      case String kind when isEcrAction(kind) -> {
        require(detail, "action-type", "PUSH");
        require(detail, "result", "SUCCESS");
      }
      case String kind -> throw rejected("'%s' is no event of a push".formatted(kind));
    }
    require(event, "account", account);
    require(event, "region", region);
    return new Received(request(detail, isOurs(event)), pushedAt(event));
  }

  /**
   * A request is no push: the image it names may be years old. So may the push that an archive
   * replays (EventBridge user guide, "Archiving and replaying events").
   */
  private static Optional<Instant> pushedAt(JsonObject event) {
    return event
        .text("time")
        .filter(_ -> !isOurs(event) && !event.has("replay-name"))
        .flatMap(MirrorMessage::instant);
  }

  /** Only a metric needs it, so an event is not refused for it. */
  private static Optional<Instant> instant(String time) {
    try {
      return Optional.of(Instant.parse(time));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean isOurs(JsonObject event) {
    return event.text("source").equals(Optional.of(BusEvent.SOURCE));
  }

  private static boolean isEcrAction(String kind) {
    return kind.startsWith("aws.ecr: ")
        && ECR_ACTIONS.contains(kind.substring("aws.ecr: ".length()));
  }

  private MirrorRequest request(JsonObject detail, boolean ours) {
    var request = MirrorRequest.parse(detail, ours);
    if (!mapping.covers(request.repository())) {
      throw rejected(
          "repository-name is %s; expected a repository of the legacy namespace"
              .formatted(request.repository()));
    }
    return request;
  }

  private static void require(JsonObject json, String member, String expected) {
    var found = json.text(member);
    if (!found.equals(Optional.of(expected))) {
      throw rejected(
          "%s is %s; expected %s".formatted(member, found.orElse("not there"), expected));
    }
  }

  private static IllegalArgumentException rejected(String reason) {
    return new IllegalArgumentException(reason);
  }
}
