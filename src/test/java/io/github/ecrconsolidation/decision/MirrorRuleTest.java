package io.github.ecrconsolidation.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.MappedTag.Cause;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MirrorRuleTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final Tag LATEST = new Tag("backend-latest");
  private static final Tag SIGNATURE = new Tag("sha256-" + "a".repeat(64) + ".sig");
  private static final ImageReference OTHER =
      new ImageReference(new RepositoryName("ml-platform/frontend"), new Tag("latest"));

  private final Image legacy = pushed("legacy", 0);

  // --- the target exists with the same digest, or does not exist

  @Test
  void isSameWhenTheTargetPointsToTheLegacyImage() {
    assertThat(decide(Current.of(pushed("legacy", 1)))).isEqualTo(new Same(LATEST));
  }

  @Test
  void isArchivedWhenTheSameImageCannotBePulledThere() {
    for (var status : Set.of(Status.ARCHIVED, Status.ACTIVATING, Status.UNKNOWN)) {
      assertThat(decide(Current.of(in(status, pushed("legacy", 1)))))
          .isEqualTo(new Archived(LATEST, status));
    }
  }

  @Test
  void isMissingWhenThereIsNoSuchTag() {
    assertThat(decide(Optional.empty())).isEqualTo(new Missing(LATEST));
  }

  // --- behind or ahead

  @Test
  void isOutdatedWhenTheLegacyTagMovedToAYoungerImage() {
    assertThat(decide(current(-1).inLegacy(-2))).isEqualTo(outdated());
  }

  @Test
  void isOutdatedAlthoughTheMirroredImageCameThereLaterThanTheLegacyImage() {
    assertThat(decide(current(5).inLegacy(-2))).isEqualTo(outdated());
  }

  @Test
  void isOutdatedWhenTheLegacyTagMovedBackToAnOlderImage() {
    assertThat(decide(current(5).inLegacy(4))).isEqualTo(outdated());
  }

  @Test
  void isOutdatedWhenTheLegacyRepositoryForgotItsEarlierImage() {
    assertThat(decide(current(-1))).isEqualTo(outdated());
  }

  @Test
  void isNewerWhenPushedThereLaterAndUnknownToTheLegacyRepository() {
    assertThat(decide(current(1))).isEqualTo(new NewerDirect(LATEST, digest("current")));
  }

  @Test
  void isNewerWhenTheLegacyRepositoryGotTheSameImageOnlyAfterwards() {
    assertThat(decide(current(1).inLegacy(2)))
        .isEqualTo(new NewerDirect(LATEST, digest("current")));
  }

  @Test
  void isOutdatedWhenBothRepositoriesGotTheImageInOneInstant() {
    assertThat(decide(current(1).inLegacy(1))).isEqualTo(outdated());
  }

  @Test
  void isOutdatedWhenTheDirectPushAndTheLegacyPushCameInOneInstant() {
    assertThat(decide(current(0))).isEqualTo(outdated());
  }

  @Test
  void isImmutableOnlyIfItWereToMove() {
    assertThat(decide(current(-1).immutable())).isEqualTo(new Immutable(LATEST, digest("current")));
    assertThat(decide(current(1).immutable()))
        .isEqualTo(new NewerDirect(LATEST, digest("current")));
    assertThat(decide(new Current(pushed("legacy", 1), Optional.empty(), Optional.empty(), true)))
        .isEqualTo(new Same(LATEST));
  }

  // --- other repositories

  @Test
  void isHeldByAnotherWhoseImageTheLegacyRepositoryNeverHad() {
    var held = new HeldByAnother(LATEST, digest("current"), OTHER);

    assertThat(decide(current(-1).heldBy(OTHER))).isEqualTo(held);
    assertThat(decide(current(1).heldBy(OTHER))).isEqualTo(held);
    assertThat(decide(current(1).inLegacy(2).heldBy(OTHER))).isEqualTo(held);
    assertThat(decide(current(1).heldBy(OTHER).immutable())).isEqualTo(held);
  }

  @Test
  void isNotHeldByAnotherThatHasTheOwnersEarlierImageToo() {
    assertThat(decide(current(1).inLegacy(-1).heldBy(OTHER))).isEqualTo(outdated());
  }

  @Test
  void leavesADigestAddressedTagToTheRepositoryThatHasIt() {
    var evidence = current(1).inLegacy(-1).heldBy(OTHER);

    assertThat(decide(SIGNATURE, Optional.of(evidence.build())))
        .isEqualTo(new HeldByAnother(SIGNATURE, digest("current"), OTHER));
  }

  @Test
  void doesNotMoveASignatureMadeAnewInTheConsolidatedRepository() {
    assertThat(decide(SIGNATURE, Optional.of(current(1).build())))
        .isEqualTo(new NewerDirect(SIGNATURE, digest("current")));
  }

  // --- after the cutover

  @Test
  void isSupersededWhenPushedDirectlySinceTheCutoverAndTheLegacyImageIsThere() {
    assertThat(superseded(Optional.of(NOON.plusSeconds(60)), Optional.of(legacy)))
        .isEqualTo(new Superseded(LATEST, digest("current")));
  }

  @Test
  void isNotSupersededWhenPushedBeforeTheCutover() {
    assertThat(superseded(Optional.of(NOON.plusSeconds(61)), Optional.of(legacy)))
        .isEqualTo(new NewerDirect(LATEST, digest("current")));
  }

  @Test
  void isNotSupersededWithoutACutover() {
    assertThat(superseded(Optional.empty(), Optional.of(legacy)))
        .isEqualTo(new NewerDirect(LATEST, digest("current")));
  }

  @Test
  void isNotSupersededWhenTheLegacyImageCannotBePulledFromTheConsolidatedRepository() {
    var newer = new NewerDirect(LATEST, digest("current"));

    assertThat(superseded(Optional.of(NOON), Optional.empty())).isEqualTo(newer);
    assertThat(superseded(Optional.of(NOON), Optional.of(in(Status.ARCHIVED, legacy))))
        .isEqualTo(newer);
  }

  @Test
  void isNotSupersededByAnImageThatTheMirrorBrought() {
    var rule = new MirrorRule(Optional.of(NOON));

    assertThat(
            rule.decide(
                new TagEvidence(
                    new MappedTag.Mapped(LATEST),
                    legacy,
                    Optional.of(legacy),
                    Optional.of(current(2).inLegacy(1).build()))))
        .isEqualTo(outdated());
  }

  // --- no target

  @Test
  void hasNoTargetForWhatTheMappingRefuses() {
    for (var cause : Cause.values()) {
      assertThat(refused(cause)).isEqualTo(new NoTarget(cause, "why"));
    }
  }

  // --- evidence

  private MirrorDecision superseded(Optional<Instant> cutover, Optional<Image> mirrored) {
    return new MirrorRule(cutover)
        .decide(
            new TagEvidence(
                new MappedTag.Mapped(LATEST), legacy, mirrored, Optional.of(current(1).build())));
  }

  private MirrorDecision refused(Cause cause) {
    return new MirrorRule(Optional.empty())
        .decide(
            new TagEvidence(
                new MappedTag.Refused(cause, "why"), legacy, Optional.empty(), Optional.empty()));
  }

  private MirrorDecision decide(Evidence current) {
    return decide(LATEST, Optional.of(current.build()));
  }

  private MirrorDecision decide(Current current) {
    return decide(LATEST, Optional.of(current));
  }

  private MirrorDecision decide(Optional<Current> current) {
    return decide(LATEST, current);
  }

  private MirrorDecision decide(Tag target, Optional<Current> current) {
    return new MirrorRule(Optional.empty())
        .decide(new TagEvidence(new MappedTag.Mapped(target), legacy, Optional.empty(), current));
  }

  private static MirrorDecision outdated() {
    return new Outdated(LATEST, digest("current"));
  }

  /** The target points to an image pushed there so many minutes after the legacy image. */
  private static Evidence current(int minutes) {
    return new Evidence(
        new Current(pushed("current", minutes), Optional.empty(), Optional.empty(), false));
  }

  private record Evidence(Current build) {

    Evidence inLegacy(int minutes) {
      return new Evidence(
          new Current(
              build.image(),
              Optional.of(pushed("current", minutes)),
              build.holder(),
              build.immutable()));
    }

    Evidence heldBy(ImageReference holder) {
      return new Evidence(
          new Current(build.image(), build.inLegacy(), Optional.of(holder), build.immutable()));
    }

    Evidence immutable() {
      return new Evidence(new Current(build.image(), build.inLegacy(), build.holder(), true));
    }
  }

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }

  private static Image pushed(String name, int minutes) {
    return Images.image(
        digest(name),
        Set.of(),
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        Status.ACTIVE,
        NOON.plus(Duration.ofMinutes(minutes)));
  }

  private static Image in(Status status, Image image) {
    return Images.image(
        image.digest(), image.tags(), image.mediaType(), image.subject(), status, image.pushedAt());
  }
}
