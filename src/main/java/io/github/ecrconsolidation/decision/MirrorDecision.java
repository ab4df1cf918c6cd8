package io.github.ecrconsolidation.decision;

import io.github.ecrconsolidation.mapping.MappedTag.Cause;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Tag;

/** What a legacy tag and its target, a tag of the consolidated repository, mean for each other. */
public sealed interface MirrorDecision {

  /** The target points to the legacy image, which can be pulled there. */
  record Same(Tag target) implements MirrorDecision {}

  /** The target points to the legacy image, which cannot be pulled there: it was archived. */
  record Archived(Tag target, Status status) implements MirrorDecision {}

  /** There is no such tag in the consolidated repository. */
  record Missing(Tag target) implements MirrorDecision {}

  /** The target points to an earlier image of the legacy tag, which has moved: it is to follow. */
  record Outdated(Tag target, Digest current) implements MirrorDecision {}

  /** The target points to an image pushed there directly, later than the legacy image. */
  record NewerDirect(Tag target, Digest current) implements MirrorDecision {}

  /**
   * As {@link NewerDirect}, since the cutover, and the legacy image itself can be pulled from the
   * consolidated repository: the legacy tag is history.
   */
  record Superseded(Tag target, Digest current) implements MirrorDecision {}

  /** The target points to the image of {@code holder}, a tag of another legacy repository. */
  record HeldByAnother(Tag target, Digest current, ImageReference holder)
      implements MirrorDecision {}

  /** The target is to follow, but the consolidated repository does not let it move. */
  record Immutable(Tag target, Digest current) implements MirrorDecision {}

  /** The legacy tag has no target; {@code detail} says why and what to do. */
  record NoTarget(Cause cause, String detail) implements MirrorDecision {}

  /** Why, in words that name the target and what it points to. */
  default String reason() {
    return switch (this) {
      case Same(var target) -> "%s points to the legacy image".formatted(target);
      case Archived(var target, var status) ->
          "%s points to the legacy image, which is %s there".formatted(target, status);
      case Missing(var target) -> "%s does not exist".formatted(target);
      case Outdated(var target, var current) ->
          "%s points to %s, an earlier image of the legacy tag".formatted(target, current);
      case NewerDirect(var target, var current) ->
          "%s points to %s, which was pushed there directly, later than the legacy image"
              .formatted(target, current);
      case Superseded(var target, var current) ->
          "%s points to %s, which was pushed there directly after the cutover"
              .formatted(target, current);
      case HeldByAnother(var target, var current, var holder) ->
          "%s points to %s, the image of %s".formatted(target, current, holder);
      case Immutable(var target, var current) ->
          "%s is immutable and points to %s".formatted(target, current);
      case NoTarget(_, var detail) -> detail;
    };
  }
}
