package io.github.ecrconsolidation.cleanup;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Archive;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.decision.MirrorRule;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides which legacy images are eligible. An image is eligible when it is proven to be in the
 * consolidated repository, when every window has passed, and when nothing that is kept needs it. In
 * every other case, and whenever something could not be determined, it is kept.
 *
 * <p>A reason that an operator has to resolve comes before one that passes with time; between
 * windows the one that passes last is named.
 */
public final class CleanupPlanner {
  /** ECR writes down pulls once a day only (user guide, "Pull time updates"). */
  static final Duration PULL_TIME_LAG = Duration.ofHours(24);

  private final CleanupPolicy policy;
  private final TagMapping mapping;

  public CleanupPlanner(CleanupPolicy policy, TagMapping mapping) {
    this.policy = policy;
    this.mapping = mapping;
  }

  /** One decision for each legacy image, the same for any order of the input. */
  public CleanupPlan plan(CleanupSnapshot snapshot, Instant now) {
    var proof =
        new MirrorProof(
            mapping,
            snapshot.graph(),
            new MirrorRule(policy.cutoverInstant()),
            new LegacyTags(mapping, snapshot.registry()));
    var drafts =
        snapshot.legacy().stream()
            .sorted(comparing(LegacyRepository::name))
            .map(repository -> draft(repository, snapshot, proof, now))
            .toList();
    var needed =
        drafts.stream().flatMap(draft -> inItsPlace(draft, snapshot, proof)).collect(toSet());
    return new CleanupPlan(
        drafts.stream().map(draft -> plan(draft, needed, snapshot, proof)).toList());
  }

  /** The decisions on the images of one repository, each by itself. */
  private record Draft(
      LegacyRepository repository, ArtifactGraphs graphs, Map<Digest, CleanupDecision> decisions) {}

  private Draft draft(
      LegacyRepository repository, CleanupSnapshot snapshot, MirrorProof proof, Instant now) {
    var graphs =
        new ArtifactGraphs(
            repository.name(),
            repository.images(),
            snapshot.graph(),
            mapping.claimants(repository.name(), snapshot.known()));
    var mirrored = snapshot.mirrored();
    var decisions = new LinkedHashMap<Digest, CleanupDecision>();
    repository.images().stream()
        .sorted(comparing(Image::digest))
        .forEach(image ->
            decisions.put(
                image.digest(), decide(image, repository.hold(), graphs, proof, mirrored, now)));
    return new Draft(repository, graphs, decisions);
  }

  /** Whatever keeps an image today: its tags must be told from superseded ones tomorrow, too. */
  private static Stream<Digest> inItsPlace(
      Draft draft, CleanupSnapshot snapshot, MirrorProof proof) {
    var mirrored = snapshot.mirrored();
    return draft.decisions().values().stream()
        .flatMap(decision -> decision instanceof Keep keep ? Stream.of(keep) : Stream.empty())
        .flatMap(keep ->
            mirrored.stream()
                .flatMap(target -> proof.inItsPlace(keep.image(), draft.graphs(), target)));
  }

  private static RepositoryPlan plan(
      Draft draft, Set<Digest> needed, CleanupSnapshot snapshot, MirrorProof proof) {
    draft
        .decisions()
        .replaceAll((digest, decision) ->
            needed.contains(digest) && isEligibleHereOrInModeDelete(decision)
                ? keep(
                    decision.image(),
                    KeepReason.HOLDS_ANOTHER_TAG,
                    "the target of another legacy tag points to it; once that tag is mirrored or"
                        + " deleted, it is free",
                    Optional.empty())
                : decision);
    new KeptTogether(draft.graphs()).keep(draft.decisions());
    return new RepositoryPlan(
        draft.repository(),
        draft.graphs(),
        proof,
        TagProgress.of(draft.repository().images(), draft.graphs(), proof, snapshot.consolidated()),
        draft.decisions(),
        snapshot.mirrored());
  }

  /** What mode delete keeps for the sake of others, mode archive keeps together, too. */
  private static boolean isEligibleHereOrInModeDelete(CleanupDecision decision) {
    return switch (decision) {
      case Archive _, Delete _ -> true;
      case Keep keep -> keep.reason() == KeepReason.ARCHIVED;
    };
  }

  /**
   * The decision on one image by itself; used for the plan, and again right before the removal.
   *
   * @param mirrored the consolidated repositories, each of which must have the image
   */
  CleanupDecision decide(
      Image image,
      Hold hold,
      ArtifactGraphs graphs,
      MirrorProof proof,
      List<RepositorySnapshot> mirrored,
      Instant now) {
    return onHold(image, hold)
        .or(() -> status(image))
        .or(() -> chart(image))
        .or(() ->
            mirrored.stream()
                .flatMap(snapshot -> proof.discrepancy(image, graphs, snapshot).stream())
                .findFirst()
                .map(discrepancy ->
                    keep(image, discrepancy.reason(), discrepancy.detail(), Optional.empty())))
        .or(() -> time(image, now))
        .map(CleanupDecision.class::cast)
        .orElseGet(() -> policy.mode() == Mode.ARCHIVE ? new Archive(image) : new Delete(image));
  }

  private static Optional<Keep> onHold(Image image, Hold hold) {
    return switch (hold) {
      case NONE -> Optional.empty();
      case ON_HOLD ->
          Optional.of(
              keep(
                  image,
                  KeepReason.ON_HOLD,
                  "the repository has the tag " + LegacyRepository.HOLD_TAG,
                  Optional.empty()));
      case UNKNOWN -> Optional.of(unknown(image, "the tags of the repository could not be read"));
    };
  }

  private Optional<Keep> status(Image image) {
    return switch (image.status()) {
      case ACTIVE ->
          image.pushedAt().equals(Instant.EPOCH)
              ? Optional.of(unknown(image, "the time of its push could not be determined"))
              : Optional.empty();
      case ACTIVATING ->
          Optional.of(keep(image, KeepReason.ACTIVATING, "it is being restored", Optional.empty()));
      case UNKNOWN -> Optional.of(unknown(image, "its status is not known"));
      case ARCHIVED ->
          image.lastArchivedAt().isEmpty()
              ? Optional.of(unknown(image, "the time of its archival could not be determined"))
              : Optional.empty();
    };
  }

  /**
   * Helm takes the chart's name from the last part of the repository and its version from the tag:
   * under a prefixed tag of a shared repository it finds no chart.
   */
  private static Optional<Keep> chart(Image image) {
    return image.isHelmChart()
        ? Optional.of(
            keep(
                image,
                KeepReason.HELM_CHART,
                "Helm cannot pull a chart by a prefixed tag; move it to a repository of its own"
                    + " outside the namespace",
                Optional.empty()))
        : Optional.empty();
  }

  private static Keep unknown(Image image, String detail) {
    return keep(image, KeepReason.UNKNOWN, detail, Optional.empty());
  }

  private static Keep keep(
      Image image, KeepReason reason, String detail, Optional<Instant> eligibleOn) {
    return new Keep(image, reason, detail, eligibleOn);
  }

  /** A window that has not passed yet, and when it will have. */
  private record Window(KeepReason reason, String detail, Instant end) {}

  private Optional<Keep> time(Image image, Instant now) {
    if (policy.begin().isEmpty()) {
      return Optional.of(
          keep(image, KeepReason.NO_CUTOVER, "no cutover date is set", Optional.empty()));
    }
    var last =
        windows(image)
            .filter(window -> window.end().isAfter(now))
            .max(comparing(Window::end))
            .map(
                window -> keep(image, window.reason(), window.detail(), Optional.of(window.end())));
    return isArchivedAlready(image) ? Optional.of(archived(image, last, now)) : last;
  }

  private boolean isArchivedAlready(Image image) {
    return policy.mode() == Mode.ARCHIVE && image.status() == Status.ARCHIVED;
  }

  private Keep archived(Image image, Optional<Keep> window, Instant now) {
    var since = image.lastArchivedAt().orElse(now);
    var deletable =
        window
            .flatMap(Keep::eligibleOn)
            .filter(end -> end.isAfter(since.plus(policy.rollbackWindow())))
            .orElse(since.plus(policy.rollbackWindow()));
    return keep(
        image,
        KeepReason.ARCHIVED,
        "archived on %s; mode delete may delete it".formatted(since),
        Optional.of(deletable));
  }

  private Stream<Window> windows(Image image) {
    var pushed = image.pushedAt();
    return Stream.of(
            policy
                .begin()
                .map(end ->
                    new Window(
                        KeepReason.BEFORE_CUTOVER_AND_WINDOW,
                        "the rollback window after the cutover has not passed",
                        end)),
            Optional.of(
                window(KeepReason.PUSHED_RECENTLY, "pushed", pushed, policy.rollbackWindow())),
            image
                .lastActivatedAt()
                .map(at ->
                    window(KeepReason.RESTORED_RECENTLY, "restored", at, policy.rollbackWindow())),
            image
                .lastArchivedAt()
                .filter(_ -> image.status() == Status.ARCHIVED)
                .map(at ->
                    window(KeepReason.ARCHIVED_RECENTLY, "archived", at, policy.rollbackWindow())),
            image
                .lastPulledAt()
                .map(at ->
                    window(
                        KeepReason.PULLED_RECENTLY,
                        "last pulled by the old name",
                        at,
                        policy.pulledWithin().plus(PULL_TIME_LAG))))
        .flatMap(Optional::stream);
  }

  private static Window window(KeepReason reason, String what, Instant at, Duration length) {
    return new Window(reason, "%s on %s".formatted(what, at), at.plus(length));
  }
}
