package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mirror.MirrorRequest;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

  /** Longer than an OCI client can address, as long as ECR takes (ECR API, {@code imageTag}). */
  private static final Pattern OVERLONG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{128,299}");

  /**
   * What a message says.
   *
   * @param pushedAt when the image was pushed, to the second; empty when the event does not tell of
   *     a push, or not when it was
   */
  record Asked(MirrorRequest request, Optional<Instant> pushedAt) {}

  /**
   * What {@code body} asks for.
   *
   * @throws IllegalArgumentException when this function cannot serve it, now or ever: what was
   *     wrong and what was expected
   */
  Asked parse(String body) {
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
    return new Asked(request(detail, isOurs(event)), pushedAt(event));
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
    var repository =
        detail
            .text("repository-name")
            .map(RepositoryName::new)
            .filter(mapping::covers)
            .orElseThrow(() ->
                rejected(
                    "repository-name is %s; expected a repository of the legacy namespace"
                        .formatted(detail.text("repository-name").orElse("not there"))));
    var digest = detail.text("image-digest").map(Digest::new);
    // An untagged push carries an empty tag, or none at all (cfn-ecr-aws-soci-index-builder#8).
    return detail
        .text("image-tag")
        .filter(tag -> !tag.isEmpty())
        .map(tag -> ofTag(repository, tag, digest, ours && isOverride(detail)))
        .orElseGet(() ->
            new MirrorRequest.OfDigest(
                repository,
                digest.orElseThrow(
                    () -> rejected("the event has neither image-tag nor image-digest")),
                ours));
  }

  private static MirrorRequest ofTag(
      RepositoryName repository, String tag, Optional<Digest> digest, boolean override) {
    return OVERLONG.matcher(tag).matches()
        ? new MirrorRequest.OfOverlongTag(repository, tag, digest)
        : new MirrorRequest.OfTag(new ImageReference(repository, new Tag(tag)), digest, override);
  }

  private static boolean isOverride(JsonObject detail) {
    if (detail.has("override") && !(detail.members().get("override") instanceof Boolean)) {
      throw rejected(
          "override is %s; expected true or false".formatted(detail.members().get("override")));
    }
    return Boolean.TRUE.equals(detail.members().get("override"));
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
