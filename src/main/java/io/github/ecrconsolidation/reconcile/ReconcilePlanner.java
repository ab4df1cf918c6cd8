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
 * docs/adr/0002-what-was-removed-on-purpose.md}.
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
    var verdicts = new ArrayList<Verdict>();
    var companions = new HashMap<Tag, Digest>();
    for (var repository : inventories.known()) {
      var legacy = Optional.ofNullable(inventories.legacy().get(repository));
      legacy.ifPresent(
          it -> new OfRepository(it, inventories, youngSince, companions).judge(verdicts));
    }
    return new ReconcilePlan(verdicts);
  }

  /** The verdicts on one legacy repository. */
  private final class OfRepository {
    private final RepositoryName repository;
    private final Inventory legacy;
    private final Inventory consolidated;
    private final Inventories all;
    private final Instant youngSince;

    /** The other repositories that may claim tags of this one; most tags need no other. */
    private final List<RepositoryName> relatives;

    /** What the companion tags requested so far will hold: the oldest repository was first. */
    private final Map<Tag, Digest> companions;

    private final Set<Digest> requested = new HashSet<>();

    private OfRepository(
        Inventory legacy, Inventories all, Instant youngSince, Map<Tag, Digest> companions) {
      this.repository = legacy.repository();
      this.legacy = legacy;
      this.consolidated = all.consolidated();
      this.all = all;
      this.youngSince = youngSince;
      this.relatives = mapping.relatives(repository, all.known());
      this.companions = companions;
    }

    private void judge(List<Verdict> verdicts) {
      legacy.tags().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(tag -> ofTag(tag.getKey(), tag.getValue()))
          .forEach(verdict -> {
            if (verdict instanceof Missing || verdict instanceof Different) {
              requested.add(verdict.image().digest());
            }
            verdicts.add(verdict);
          });
      // After the tags: a referrer is mirrored if its subject is.
      legacy.images().stream()
          .filter(image -> image.tags().isEmpty())
          .sorted(comparing(image -> image.digest().value()))
          .map(this::ofUntagged)
          .forEach(verdicts::add);
      legacy.beyondReach().stream()
          .map(digest -> new LegacyImage(repository, Optional.empty(), digest))
          .map(image -> new Ignored(image, Reason.TAG_TOO_LONG))
          .forEach(verdicts::add);
    }

    private Verdict ofTag(Tag tag, Image image) {
      var judged = new LegacyImage(repository, Optional.of(tag), image.digest());
      MappedTag mapped = mapping.map(new ImageReference(repository, tag), () -> relatives);
      return switch (mapped) {
        case Refused(var cause, _) -> new Ignored(judged, reason(cause));
        case Mapped(var goal) ->
            consolidated
                .find(goal)
                .map(held -> compared(judged, image, goal, held))
                .orElseGet(() -> absent(judged, image, goal));
      };
    }

    private Verdict compared(LegacyImage judged, Image image, Tag goal, Image held) {
      if (held.digest().equals(image.digest())) {
        return held.isActive() ? new InPlace(judged) : new Ignored(judged, Reason.ARCHIVED_THERE);
      }
      return notMirrorable(judged, image)
          .orElseGet(() -> {
            if (all.mutability().isImmutable(goal)) {
              return new Conflicting(judged, goal, held.digest(), Conflict.IMMUTABLE);
            }
            if (isHeldForAnother(judged, goal, held)) {
              return new Conflicting(judged, goal, held.digest(), Conflict.HELD_FOR_ANOTHER);
            }
            if (isPushedStraight(image, held)) {
              return new Ignored(judged, Reason.PUSHED_STRAIGHT);
            }
            return claimed(new Different(judged, held.digest()), goal);
          });
    }

    /** As the mirror decides, which would refuse to move the tag. */
    private boolean isHeldForAnother(LegacyImage judged, Tag goal, Image held) {
      var reference = new ImageReference(repository, judged.tag().orElseThrow());
      return mapping.rivals(reference, goal, all::known).stream()
          .anyMatch(rival ->
              Optional.ofNullable(all.legacy().get(rival.repository()))
                  .flatMap(inventory -> inventory.find(rival.tag()))
                  .filter(image -> image.digest().equals(held.digest()))
                  .isPresent());
    }

    private boolean isPushedStraight(Image image, Image held) {
      return legacy.find(held.digest()).isEmpty() && held.pushedAt().isAfter(image.pushedAt());
    }

    private Verdict absent(LegacyImage judged, Image image, Tag goal) {
      return notMirrorable(judged, image)
          .orElseGet(() -> isYoung(image) ? claimed(new Missing(judged), goal) : old(judged));
    }

    /** Of several repositories with a companion of one name, the oldest is mirrored. */
    private Verdict claimed(Verdict request, Tag goal) {
      var digest = request.image().digest();
      var first = goal.isDigestAddressed() ? companions.putIfAbsent(goal, digest) : null;
      return first == null || first.equals(digest)
          ? request
          : new Conflicting(request.image(), goal, first, Conflict.HELD_FOR_ANOTHER);
    }

    private Verdict ofUntagged(Image image) {
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
      return notMirrorable(judged, image)
          .orElseGet(() -> {
            if (!image.subject().filter(this::isOrWillBeThere).isPresent()) {
              return new Ignored(judged, Reason.SUBJECT_NOT_MIRRORED);
            }
            return isYoung(image) ? new Missing(judged) : old(judged);
          });
    }

    /** A subject may itself be a referrer: a signature of an SBOM of an image. */
    private boolean isOrWillBeThere(Digest digest) {
      return consolidated.serves(digest)
          || requested.contains(digest)
          || legacy
              .find(digest)
              .filter(image -> image.tags().isEmpty())
              .filter(image -> ofUntagged(image) instanceof Missing)
              .isPresent();
    }

    private Optional<Verdict> notMirrorable(LegacyImage judged, Image image) {
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
  }

  private static Reason reason(MappedTag.Cause cause) {
    return switch (cause) {
      case NO_PREFIX -> Reason.NO_PREFIX;
      case TOO_LONG -> Reason.TAG_TOO_LONG;
      case AMBIGUOUS -> Reason.AMBIGUOUS;
    };
  }
}
