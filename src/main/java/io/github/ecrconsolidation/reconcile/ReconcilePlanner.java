package io.github.ecrconsolidation.reconcile;

import static java.util.Comparator.comparing;

import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.reconcile.Verdict.Conflict;
import io.github.ecrconsolidation.reconcile.Verdict.Conflicting;
import io.github.ecrconsolidation.reconcile.Verdict.Different;
import io.github.ecrconsolidation.reconcile.Verdict.Ignored;
import io.github.ecrconsolidation.reconcile.Verdict.InPlace;
import io.github.ecrconsolidation.reconcile.Verdict.Missing;
import io.github.ecrconsolidation.reconcile.Verdict.MissingOld;
import io.github.ecrconsolidation.reconcile.Verdict.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares both sides and decides what to request.
 *
 * <p>A tag that is not in the consolidated repository was either never mirrored, or removed there
 * by a lifecycle policy or a person. The registry does not say which, and there is no other memory.
 * So a missing image counts as missed only while it is young, that is, {@linkplain Image#pushedAt
 * pushed} no earlier than a given time; an older one is reported, and requested by a backfill, for
 * which no image is too old. A tag that is there with another digest was not removed: it follows
 * the legacy tag, however old, unless its image was evidently pushed straight to the consolidated
 * repository, later than the legacy one and unknown to the legacy repository. See {@code
 * docs/adr/0005-removed-on-purpose.md}.
 */
public final class ReconcilePlanner {
  private final TagMapping mapping;

  public ReconcilePlanner(TagMapping mapping) {
    this.mapping = mapping;
  }

  /**
   * One verdict for each legacy tag and untagged manifest, the same for any order of the input.
   *
   * @param youngSince a missing image pushed earlier is not requested; {@link Instant#MIN} for a
   *     backfill
   */
  public ReconcilePlan plan(Inventories inventories, Instant youngSince) {
    return new Run(inventories, youngSince).plan();
  }

  /** What is known while one plan is made. */
  private final class Run {
    private final Inventories all;
    private final Inventory consolidated;
    private final Instant youngSince;

    /** What the companion tags requested so far will hold: the oldest repository was first. */
    private final Map<Tag, Digest> companions = new HashMap<>();

    /** What will be there when the tags requested so far are mirrored. */
    private final Set<Digest> requested = new HashSet<>();

    private Run(Inventories all, Instant youngSince) {
      this.all = all;
      this.consolidated = all.consolidated();
      this.youngSince = youngSince;
    }

    /** Tags before untagged manifests: a referrer is mirrored if its subject is. */
    private ReconcilePlan plan() {
      var verdicts = new ArrayList<Verdict>();
      var oldestFirst =
          all.known().stream()
              .flatMap(name -> Optional.ofNullable(all.legacy().get(name)).stream())
              .toList();
      oldestFirst.stream().flatMap(this::ofTags).forEach(verdicts::add);
      verdicts.forEach(this::remember);
      oldestFirst.stream().flatMap(this::ofUntagged).forEach(verdicts::add);
      oldestFirst.stream().flatMap(Run::ofTagsBeyondReach).forEach(verdicts::add);
      return new ReconcilePlan(verdicts);
    }

    private Stream<Verdict> ofTags(Inventory legacy) {
      // Only these may claim a tag of this repository, and mostly it is alone.
      var relatives = mapping.relatives(legacy.repository(), all.known());
      return legacy.tags().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(tag -> ofTag(legacy, tag.getKey(), tag.getValue(), relatives));
    }

    private void remember(Verdict verdict) {
      if (verdict instanceof Missing || verdict instanceof Different) {
        requested.add(verdict.image().digest());
      }
    }

    private Stream<Verdict> ofUntagged(Inventory legacy) {
      return legacy.images().stream()
          .filter(image -> image.tags().isEmpty())
          .sorted(comparing(image -> image.digest().value()))
          .map(image -> ofUntagged(legacy.repository(), image));
    }

    private static Stream<Verdict> ofTagsBeyondReach(Inventory legacy) {
      return legacy.beyondReach().stream()
          .map(digest -> new LegacyImage(legacy.repository(), Optional.empty(), digest))
          .map(image -> new Ignored(image, Reason.TAG_TOO_LONG));
    }

    private Verdict ofTag(Inventory legacy, Tag tag, Image image, List<RepositoryName> relatives) {
      var reference = new ImageReference(legacy.repository(), tag);
      var judged = new LegacyImage(legacy.repository(), Optional.of(tag), image.digest());
      return switch (mapping.map(reference, () -> relatives)) {
        case Refused(var cause, _) -> new Ignored(judged, reason(cause));
        case Mapped(var goal) -> {
          var held = consolidated.find(goal);
          if (held.filter(there -> isSame(there, image)).isPresent()) {
            yield held.get().isActive()
                ? new InPlace(judged)
                : new Ignored(judged, Reason.ARCHIVED_THERE);
          }
          yield notMirrorable(judged, image)
              .orElseGet(() ->
                  held.map(there -> different(legacy, reference, image, goal, there))
                      .orElseGet(() -> absent(judged, image, goal)));
        }
      };
    }

    private Verdict absent(LegacyImage judged, Image image, Tag goal) {
      return isYoung(image) ? claimed(new Missing(judged), goal) : old(judged);
    }

    private Verdict different(
        Inventory legacy, ImageReference reference, Image image, Tag goal, Image held) {
      var judged =
          new LegacyImage(legacy.repository(), Optional.of(reference.tag()), image.digest());
      if (all.mutability().isImmutable(goal)) {
        return new Conflicting(judged, goal, held.digest(), Conflict.IMMUTABLE);
      }
      if (isHeldForAnother(reference, goal, held)) {
        return new Conflicting(judged, goal, held.digest(), Conflict.HELD_FOR_ANOTHER);
      }
      if (isPushedStraight(legacy, image, held)) {
        return new Ignored(judged, Reason.PUSHED_STRAIGHT);
      }
      return claimed(new Different(judged, held.digest()), goal);
    }

    /** As the mirror decides, which would refuse to move the tag. */
    private boolean isHeldForAnother(ImageReference reference, Tag goal, Image held) {
      return mapping.rivals(reference, goal, all::known).stream()
          .anyMatch(rival ->
              Optional.ofNullable(all.legacy().get(rival.repository()))
                  .flatMap(inventory -> inventory.find(rival.tag()))
                  .filter(image -> isSame(image, held))
                  .isPresent());
    }

    private static boolean isPushedStraight(Inventory legacy, Image image, Image held) {
      return legacy.find(held.digest()).isEmpty() && held.pushedAt().isAfter(image.pushedAt());
    }

    /** Of several repositories with a companion of one name, the oldest is mirrored. */
    private Verdict claimed(Verdict request, Tag goal) {
      var digest = request.image().digest();
      var first = goal.isDigestAddressed() ? companions.putIfAbsent(goal, digest) : null;
      return first == null || first.equals(digest)
          ? request
          : new Conflicting(request.image(), goal, first, Conflict.HELD_FOR_ANOTHER);
    }

    private Verdict ofUntagged(RepositoryName repository, Image image) {
      var judged = new LegacyImage(repository, Optional.empty(), image.digest());
      if (consolidated.serves(image.digest())) {
        return new InPlace(judged);
      }
      if (image.subject().isEmpty()) {
        return new Ignored(judged, Reason.UNTAGGED);
      }
      if (consolidated.find(image.digest()).isPresent()) {
        return new Ignored(judged, Reason.ARCHIVED_THERE);
      }
      return notMirrorable(judged, image).orElseGet(() -> ofReferrer(judged, image));
    }

    private Verdict ofReferrer(LegacyImage judged, Image image) {
      if (image.subject().filter(this::isOrWillBeThere).isEmpty()) {
        return new Ignored(judged, Reason.SUBJECT_NOT_MIRRORED);
      }
      return isYoung(image) ? new Missing(judged) : old(judged);
    }

    /** A subject may itself be a referrer: the SBOM that a signature is of. */
    private boolean isOrWillBeThere(Digest digest) {
      return consolidated.serves(digest)
          || requested.contains(digest)
          || all.legacy().values().stream()
              .anyMatch(legacy ->
                  legacy
                      .find(digest)
                      .filter(image -> image.tags().isEmpty())
                      .map(image -> ofUntagged(legacy.repository(), image))
                      .filter(Missing.class::isInstance)
                      .isPresent());
    }

    private static Optional<Verdict> notMirrorable(LegacyImage judged, Image image) {
      if (!image.isActive()) {
        return Optional.of(new Ignored(judged, Reason.ARCHIVED));
      }
      return image.mediaType().isSchema1()
          ? Optional.of(new Ignored(judged, Reason.SCHEMA_1))
          : Optional.empty();
    }

    private boolean isYoung(Image image) {
      return !image.pushedAt().isBefore(youngSince);
    }

    private MissingOld old(LegacyImage judged) {
      return new MissingOld(judged, consolidated.serves(judged.digest()));
    }

    private static boolean isSame(Image one, Image other) {
      return one.digest().equals(other.digest());
    }
  }

  private static Reason reason(MappedTag.Cause cause) {
    return switch (cause) {
      case NO_PREFIX -> Reason.NO_PREFIX;
      case TOO_LONG -> Reason.TAG_TOO_LONG;
      case AMBIGUOUS -> Reason.AMBIGUOUS;
    };
  }
}
