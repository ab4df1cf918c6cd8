package io.github.ecrconsolidation.reconcile;

import static java.util.Comparator.comparing;

import io.github.ecrconsolidation.decision.CopyObstacle;
import io.github.ecrconsolidation.decision.MirrorDecision.Archived;
import io.github.ecrconsolidation.decision.MirrorDecision.HeldByAnother;
import io.github.ecrconsolidation.decision.MirrorDecision.Immutable;
import io.github.ecrconsolidation.decision.MirrorDecision.Missing;
import io.github.ecrconsolidation.decision.MirrorDecision.NewerDirect;
import io.github.ecrconsolidation.decision.MirrorDecision.NoTarget;
import io.github.ecrconsolidation.decision.MirrorDecision.Outdated;
import io.github.ecrconsolidation.decision.MirrorDecision.Same;
import io.github.ecrconsolidation.decision.MirrorDecision.Superseded;
import io.github.ecrconsolidation.decision.MirrorRule;
import io.github.ecrconsolidation.decision.SnapshotEvidence;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfOverlongTag;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.mapping.MappedTag.Cause;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflict;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.InPlace;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
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
 * Compares both sides and decides what to request; what a tag and its target mean for each other,
 * {@link MirrorRule} says.
 *
 * <p>A tag that is not in the consolidated repository was either never mirrored, or removed there
 * by a lifecycle policy or an operator. The registry does not say which, and there is no other
 * memory. So a missing image counts as missed while it is young, that is, {@linkplain
 * Image#pushedAt pushed} no earlier than a given time, and whenever no lifecycle policy can have
 * removed it: there is none, or the image itself is there. Any other is reported, and requested by
 * a backfill, for which no image is too old. See {@code docs/adr/0005-removed-on-purpose.md}.
 */
public final class ReconcilePlanner {
  private static final MirrorRule RULE = new MirrorRule(Optional.empty());

  private final TagMapping mapping;

  public ReconcilePlanner(TagMapping mapping) {
    this.mapping = mapping;
  }

  /**
   * One decision for each legacy tag and untagged manifest, the same for any order of the input.
   *
   * @param mayExpire whether a lifecycle policy may have removed images of the consolidated
   *     repository; true also when that could not be read
   * @param youngSince a missing image pushed earlier is not requested; {@link Instant#MIN} for a
   *     backfill
   */
  public ReconcilePlan plan(RegistrySnapshot registry, boolean mayExpire, Instant youngSince) {
    return new Run(registry, mayExpire, youngSince).plan();
  }

  /** What is known while one plan is made. */
  private final class Run {
    private final RegistrySnapshot all;
    private final RepositorySnapshot consolidated;
    private final SnapshotEvidence evidence;
    private final boolean mayExpire;
    private final Instant youngSince;

    /** What the signature tags requested so far will point to: the oldest repository was first. */
    private final Map<Tag, Digest> signatureTags = new HashMap<>();

    /** What will be there when the tags requested so far are mirrored. */
    private final Set<Digest> requested = new HashSet<>();

    /**
     * The untagged manifests met on the way to a subject, and whether there is a place for them.
     */
    private final Map<Digest, Boolean> places = new HashMap<>();

    private Run(RegistrySnapshot all, boolean mayExpire, Instant youngSince) {
      this.all = all;
      this.consolidated = all.consolidated();
      this.evidence = new SnapshotEvidence(mapping, all);
      this.mayExpire = mayExpire;
      this.youngSince = youngSince;
    }

    /** Tags before untagged manifests: a referrer is mirrored if its subject is. */
    private ReconcilePlan plan() {
      var decisions = new ArrayList<ReconcileDecision>();
      var oldestFirst =
          all.known().stream()
              .flatMap(name -> Optional.ofNullable(all.legacy().get(name)).stream())
              .toList();
      oldestFirst.stream().flatMap(this::ofTags).forEach(decisions::add);
      decisions.forEach(this::remember);
      oldestFirst.stream().flatMap(this::ofUntagged).forEach(decisions::add);
      oldestFirst.stream().flatMap(Run::ofOverlongTags).forEach(decisions::add);
      return new ReconcilePlan(decisions);
    }

    private Stream<ReconcileDecision> ofTags(RepositorySnapshot legacy) {
      // Only these may claim a tag of this repository, and mostly it is alone.
      var claimants = mapping.claimants(legacy.repository(), all.known());
      return legacy.tags().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(tag -> ofTag(legacy, tag.getKey(), tag.getValue(), claimants));
    }

    private void remember(ReconcileDecision decision) {
      if (decision instanceof ReconcileDecision.Missing || decision instanceof Different) {
        decision.request().pushed().ifPresent(requested::add);
      }
    }

    private Stream<ReconcileDecision> ofUntagged(RepositorySnapshot legacy) {
      return legacy.images().stream()
          .filter(image -> image.tags().isEmpty())
          .sorted(comparing(Image::digest))
          .map(image -> ofUntagged(legacy.repository(), image));
    }

    private static Stream<ReconcileDecision> ofOverlongTags(RepositorySnapshot legacy) {
      return legacy.images().stream()
          .flatMap(image ->
              image.overlongTags().stream()
                  .sorted()
                  .map(tag ->
                      new OfOverlongTag(legacy.repository(), tag, Optional.of(image.digest()))))
          .map(request -> new Ignored(request, Reason.OVERLONG_TAG));
    }

    private ReconcileDecision ofTag(
        RepositorySnapshot legacy, Tag tag, Image image, List<RepositoryName> claimants) {
      var reference = new ImageReference(legacy.repository(), tag);
      var compared = new OfTag(reference, Optional.of(image.digest()));
      return switch (RULE.decide(evidence.of(reference, image, claimants))) {
        case Same _ -> new InPlace(compared);
        case Archived _ -> new Ignored(compared, Reason.ARCHIVED_THERE);
        case Missing(var target) ->
            notMirrorable(compared, image).orElseGet(() -> absent(compared, image, target));
        case Outdated(var target, var current) ->
            notMirrorable(compared, image)
                .orElseGet(() -> claimed(new Different(compared, current), image.digest(), target));
        case NewerDirect _, Superseded _ -> new Ignored(compared, Reason.PUSHED_DIRECTLY);
        case HeldByAnother(var target, var current, _) ->
            conflicting(compared, image, target, current, Conflict.HELD_FOR_ANOTHER);
        case Immutable(var target, var current) ->
            conflicting(compared, image, target, current, Conflict.IMMUTABLE);
        case NoTarget(var cause, _) -> new Ignored(compared, reason(cause));
      };
    }

    private static Reason reason(Cause cause) {
      return switch (cause) {
        case OVERLONG -> Reason.OVERLONG_TAG;
        case AMBIGUOUS -> Reason.AMBIGUOUS_TAG;
        case NO_PREFIX -> Reason.NO_PREFIX;
      };
    }

    private static ReconcileDecision conflicting(
        MirrorRequest compared, Image image, Tag target, Digest current, Conflict conflict) {
      return notMirrorable(compared, image)
          .orElseGet(() -> new Conflicting(compared, target, current, conflict));
    }

    private ReconcileDecision absent(MirrorRequest compared, Image image, Tag target) {
      return isMissed(image)
          ? claimed(new ReconcileDecision.Missing(compared), image.digest(), target)
          : new MissingOld(compared);
    }

    /** Of several repositories with one signature tag, that of the oldest is mirrored. */
    private ReconcileDecision claimed(ReconcileDecision decision, Digest digest, Tag target) {
      var first = target.isDigestAddressed() ? signatureTags.putIfAbsent(target, digest) : null;
      return first == null || first.equals(digest)
          ? decision
          : new Conflicting(decision.request(), target, first, Conflict.HELD_FOR_ANOTHER);
    }

    private ReconcileDecision ofUntagged(RepositoryName repository, Image image) {
      var compared = new OfDigest(repository, image.digest(), true);
      if (consolidated.serves(image.digest())) {
        return new InPlace(compared);
      }
      if (image.subject().isEmpty()) {
        return new Ignored(compared, Reason.UNTAGGED);
      }
      if (consolidated.find(image.digest()).isPresent()) {
        return new Ignored(compared, Reason.ARCHIVED_THERE);
      }
      return notMirrorable(compared, image).orElseGet(() -> ofReferrer(compared, image));
    }

    private ReconcileDecision ofReferrer(MirrorRequest compared, Image image) {
      if (!hasPlace(image)) {
        return new Ignored(compared, Reason.SUBJECT_NOT_MIRRORED);
      }
      return isMissedReferrer(image)
          ? new ReconcileDecision.Missing(compared)
          : new MissingOld(compared);
    }

    /**
     * Whether its subject is there or will be. A subject may itself be an untagged referrer, such
     * as the SBOM that a signature is of, and chains of them may be long: so no recursion, and no
     * manifest is looked at twice.
     */
    private boolean hasPlace(Image referrer) {
      var passed = new ArrayList<Digest>();
      var next = referrer.subject();
      var place = Optional.<Boolean>empty();
      while (place.isEmpty()) {
        var subject = next.orElseThrow();
        place = Optional.ofNullable(places.get(subject)).or(() -> knownPlace(subject));
        if (place.isEmpty()) {
          passed.add(subject);
          next = missedReferrer(subject).flatMap(Image::subject);
          place = next.isEmpty() ? Optional.of(false) : Optional.empty();
        }
      }
      var found = place.get();
      passed.forEach(digest -> places.put(digest, found));
      return found;
    }

    private Optional<Boolean> knownPlace(Digest subject) {
      return consolidated.serves(subject) || requested.contains(subject)
          ? Optional.of(true)
          : Optional.empty();
    }

    /**
     * The untagged referrer of this digest, if a place for it is all that it takes to request it.
     */
    private Optional<Image> missedReferrer(Digest digest) {
      return consolidated.find(digest).isPresent()
          ? Optional.empty()
          : all.legacy().values().stream()
              .flatMap(legacy -> legacy.find(digest).stream())
              .filter(image -> image.tags().isEmpty() && CopyObstacle.of(image).isEmpty())
              .filter(this::isMissedReferrer)
              .findFirst();
    }

    private static Optional<ReconcileDecision> notMirrorable(MirrorRequest compared, Image image) {
      return CopyObstacle.of(image)
          .map(obstacle ->
              switch (obstacle) {
                case NOT_ACTIVE -> Reason.ARCHIVED;
                case SCHEMA_1 -> Reason.SCHEMA_1;
              })
          .map(reason -> new Ignored(compared, reason));
    }

    /**
     * It comes no earlier than its subject, which may have come lately however old it is: such as
     * the child of an index, which no list of images names beside the index.
     */
    private boolean isMissedReferrer(Image referrer) {
      return isMissed(referrer)
          || referrer
              .subject()
              .flatMap(subject -> consolidated.find(subject))
              .filter(subject -> !subject.pushedAt().isBefore(youngSince))
              .isPresent();
    }

    /** Whether a lifecycle policy cannot have removed it, or not yet. */
    private boolean isMissed(Image image) {
      return !mayExpire
          || !image.pushedAt().isBefore(youngSince)
          || consolidated.serves(image.digest());
    }
  }
}
