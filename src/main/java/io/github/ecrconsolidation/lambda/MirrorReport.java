package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfOverlongTag;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.mirror.MirrorResult;
import io.github.ecrconsolidation.mirror.MirrorResult.AlreadyMirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.Failed;
import io.github.ecrconsolidation.mirror.MirrorResult.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is told of one message: a line of JSON for the log, with its metrics embedded (CloudWatch
 * embedded metric format), and an event for whoever waits for the image.
 *
 * @param received what the message asks for, empty when it could not be read
 */
record MirrorReport(
    String messageId,
    RepositoryName consolidated,
    Optional<MirrorMessage.Received> received,
    MirrorResult result,
    TransferStats transfers,
    Duration took) {

  /**
   * The event that tells how it ended; empty when nothing is settled yet or nothing was received.
   */
  Optional<BusEvent> event() {
    return switch (result) {
      case Mirrored _ ->
          Optional.of(new BusEvent("Image Mirrored", detail(Map.of("changed", true))));
      case AlreadyMirrored _ ->
          Optional.of(new BusEvent("Image Mirrored", detail(Map.of("changed", false))));
      case Refused(var code, var reason) ->
          Optional.of(
              new BusEvent(
                  "Image Mirror Failed",
                  detail(Map.of("code", code, "reason", CappedTexts.cut(reason)))));
      case NothingToDo _, Failed _ -> Optional.empty();
    };
  }

  /** Names as in ECR's own events; what is not known is left out. */
  private Map<String, Object> detail(Map<String, Object> ending) {
    var detail = new LinkedHashMap<String, Object>();
    request().ifPresent(r -> detail.put("repository-name", r.repository().value()));
    legacyTag().ifPresent(tag -> detail.put("image-tag", tag.value()));
    digest().ifPresent(digest -> detail.put("image-digest", digest.value()));
    detail.put("consolidated-repository", consolidated.value());
    consolidatedTag().ifPresent(tag -> detail.put("consolidated-tag", tag.value()));
    detail.putAll(ending);
    return detail;
  }

  /** One line of JSON: what happened to which image, and what it cost. */
  String line(Instant now) {
    return new LogLine(now, level())
        .with("outcome", result.getClass().getSimpleName())
        .withOptional("repository", request().map(r -> r.repository().value()))
        .withOptional("tag", legacyTag().map(Tag::value))
        .withOptional("digest", digest().map(Digest::value))
        .with("consolidatedRepository", consolidated.value())
        .withOptional("consolidatedTag", consolidatedTag().map(Tag::value))
        .withOptional("code", code())
        .withOptional("reason", reason().map(CappedTexts::cut))
        .with("mountedBlobs", transfers.mountedBlobs())
        .with("streamedBlobs", transfers.streamedBlobs())
        .with("requests", transfers.requests())
        .with("messageId", messageId)
        .withMetrics(metrics(now))
        .toString();
  }

  private Level level() {
    return switch (result) {
      case Mirrored _, AlreadyMirrored _, NothingToDo _ -> Level.INFO;
      case Failed(var cause) when cause.isTransient() -> Level.WARN;
      case Failed _, Refused _ -> Level.ERROR;
    };
  }

  /** The name under which results of this kind are counted. */
  private String counter() {
    return switch (result) {
      case Mirrored _ -> "ImagesMirrored";
      case AlreadyMirrored _ -> "ImagesAlreadyMirrored";
      case NothingToDo _ -> "ImagesIgnored";
      case Refused _ -> "ImagesRefused";
      case Failed _ -> "ImagesFailed";
    };
  }

  private EmbeddedMetrics metrics(Instant now) {
    var metrics =
        new EmbeddedMetrics()
            .count(counter(), 1)
            .bytes("MountedBytes", transfers.mountedBytes())
            .bytes("StreamedBytes", transfers.streamedBytes())
            .count("MountsRepeatedAsUploads", transfers.repeatedMounts())
            .milliseconds("DurationMilliseconds", took.toMillis());
    latency(now).ifPresent(it -> metrics.milliseconds("MirrorLatencyMilliseconds", it.toMillis()));
    return metrics;
  }

  /** From the push to its copy; a time that has not come yet is none. */
  private Optional<Duration> latency(Instant now) {
    return switch (result) {
      case Mirrored _ ->
          received
              .flatMap(MirrorMessage.Received::pushedAt)
              .map(pushedAt -> Duration.between(pushedAt, now))
              .filter(Duration::isPositive);
      case AlreadyMirrored _, NothingToDo _, Refused _, Failed _ -> Optional.empty();
    };
  }

  private Optional<MirrorRequest> request() {
    return received.map(MirrorMessage.Received::request);
  }

  private Optional<Tag> legacyTag() {
    return request()
        .flatMap(
            r -> r instanceof OfTag(var image, _, _) ? Optional.of(image.tag()) : Optional.empty());
  }

  /** What is there now, or what was requested. */
  private Optional<Digest> digest() {
    return switch (result) {
      case Mirrored(var digest, _) -> Optional.of(digest);
      case AlreadyMirrored(var digest, _) -> Optional.of(digest);
      case NothingToDo _, Refused _, Failed _ ->
          request()
              .flatMap(r ->
                  switch (r) {
                    case OfTag(_, var pushed, _) -> pushed;
                    case OfOverlongTag(_, _, var pushed) -> pushed;
                    case OfDigest(_, var digest, _) -> Optional.of(digest);
                  });
    };
  }

  private Optional<Tag> consolidatedTag() {
    return switch (result) {
      case Mirrored(_, var tag) -> tag;
      case AlreadyMirrored(_, var tag) -> tag;
      case NothingToDo _, Refused _, Failed _ -> Optional.empty();
    };
  }

  private Optional<String> code() {
    return switch (result) {
      case Refused(var code, _) -> Optional.of(code);
      case Failed(var cause) -> Optional.of(cause.code());
      case Mirrored _, AlreadyMirrored _, NothingToDo _ -> Optional.empty();
    };
  }

  private Optional<String> reason() {
    return switch (result) {
      case NothingToDo(var reason) -> Optional.of(reason);
      case Refused(_, var reason) -> Optional.of(reason);
      case Failed(var cause) -> Optional.ofNullable(cause.getMessage());
      case Mirrored _, AlreadyMirrored _ -> Optional.empty();
    };
  }
}
