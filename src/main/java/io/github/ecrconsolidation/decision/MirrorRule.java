package io.github.ecrconsolidation.decision;

import io.github.ecrconsolidation.decision.MirrorDecision.Archived;
import io.github.ecrconsolidation.decision.MirrorDecision.HeldByAnother;
import io.github.ecrconsolidation.decision.MirrorDecision.Immutable;
import io.github.ecrconsolidation.decision.MirrorDecision.Missing;
import io.github.ecrconsolidation.decision.MirrorDecision.NewerDirect;
import io.github.ecrconsolidation.decision.MirrorDecision.NoTarget;
import io.github.ecrconsolidation.decision.MirrorDecision.Outdated;
import io.github.ecrconsolidation.decision.MirrorDecision.Same;
import io.github.ecrconsolidation.decision.MirrorDecision.Superseded;
import io.github.ecrconsolidation.decision.TagEvidence.Current;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what a legacy tag and its target mean for each other. Mirror, reconciler and clean-up ask
 * it and have no rule of their own; it looks nothing up.
 *
 * <p>A target with another digest than its legacy tag is either behind, because the legacy tag
 * moved, or ahead, because of a direct push to the consolidated repository. No registry says when a
 * tag moved. There are two witnesses:
 *
 * <ol>
 *   <li>Where the current image came from. The mirror copies only what a legacy repository holds,
 *       so a mirrored image is (or was) in the legacy repository, and was pushed there no later
 *       than to the consolidated one. An image that the legacy repository does not hold, or holds
 *       since a later time, was pushed directly.
 *   <li>When. {@link Image#pushedAt} is the first push of a digest to a repository. A directly
 *       pushed image is newer if it came to the consolidated repository after the legacy image came
 *       to the legacy one. A mirrored image always looks newer by this measure, so it is no witness
 *       without the first.
 * </ol>
 *
 * <p>A target is left as it is only if both agree; otherwise it follows its legacy tag. What the
 * witnesses cannot tell is written down in {@code docs/adr/0008-a-target-never-moves-backwards.md}.
 */
public final class MirrorRule {
  private final Optional<Instant> cutover;

  /**
   * @param cutover since when teams push to the consolidated repository; without it nothing is
   *     {@link Superseded}
   */
  public MirrorRule(Optional<Instant> cutover) {
    this.cutover = cutover;
  }

  /** The decision on one legacy tag; the same evidence always gives the same decision. */
  public MirrorDecision decide(TagEvidence evidence) {
    return switch (evidence.mapped()) {
      case Refused(var cause, var reason) -> new NoTarget(cause, reason);
      case Mapped(var target) ->
          evidence
              .current()
              .map(current -> decide(target, evidence, current))
              .orElseGet(() -> new Missing(target));
    };
  }

  private MirrorDecision decide(Tag target, TagEvidence evidence, Current current) {
    var image = current.image();
    if (image.digest().equals(evidence.legacy().digest())) {
      return image.isActive() ? new Same(target) : new Archived(target, image.status());
    }
    var cameFromHere = cameFromHere(current);
    if (current.holder().isPresent() && (!cameFromHere || target.isDigestAddressed())) {
      return new HeldByAnother(target, image.digest(), current.holder().get());
    }
    if (!cameFromHere && image.pushedAt().isAfter(evidence.legacy().pushedAt())) {
      return isSuperseded(evidence, image)
          ? new Superseded(target, image.digest())
          : new NewerDirect(target, image.digest());
    }
    return current.immutable()
        ? new Immutable(target, image.digest())
        : new Outdated(target, image.digest());
  }

  /**
   * Whether the mirror may have copied it from the repository of the legacy tag. Then the target
   * was this repository's own, whoever else has the image: but not a digest-addressed tag, which
   * all repositories may write, so that two of them would move it to and fro.
   */
  private static boolean cameFromHere(Current current) {
    return current
        .inLegacy()
        .filter(legacy -> !legacy.pushedAt().isAfter(current.image().pushedAt()))
        .isPresent();
  }

  private boolean isSuperseded(TagEvidence evidence, Image current) {
    return cutover.filter(date -> !current.pushedAt().isBefore(date)).isPresent()
        && evidence.mirrored().filter(Image::isActive).isPresent();
  }
}
