package io.github.ecrconsolidation.cleanup;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of the plan for one repository is left to do, and what became of the rest. */
final class Backlog {
  private final RepositoryPlan plan;
  private final Mode mode;
  private final Progress progress;
  private final Map<Digest, LegacyImage> waiting;
  private final Set<Digest> departed = new HashSet<>();
  private final Set<Digest> staying = new HashSet<>();

  Backlog(RepositoryPlan plan, Mode mode, Progress progress) {
    this.plan = plan;
    this.mode = mode;
    this.progress = progress;
    this.waiting =
        plan.going().stream()
            .collect(toMap(LegacyImage::digest, identity(), (a, _) -> a, LinkedHashMap::new));
  }

  RepositoryName name() {
    return plan.repository().name();
  }

  LegacyRepository repository() {
    return plan.repository();
  }

  Relations relations() {
    return plan.relations();
  }

  MirrorProof proof() {
    return plan.proof();
  }

  boolean isUnfinished() {
    return !waiting.isEmpty();
  }

  boolean isWaiting(Digest digest) {
    return waiting.containsKey(digest);
  }

  Collection<LegacyImage> waiting() {
    return List.copyOf(waiting.values());
  }

  /** Whether the repository has nothing left, as far as is known. */
  boolean isEmptied() {
    return departed.size() == plan.repository().images().size();
  }

  boolean isIndex(Digest digest) {
    return relations().find(digest).filter(it -> !it.image().mediaType().isImage()).isPresent();
  }

  /** Those that no index here lists any more. */
  List<Digest> ready() {
    return waiting.keySet().stream()
        .filter(digest -> relations().indexesOf(digest).stream().allMatch(this::isOutOfTheWay))
        .toList();
  }

  private boolean isOutOfTheWay(Digest index) {
    return departed.contains(index)
        || (mode == Mode.ARCHIVE
            && relations()
                .find(index)
                .filter(it -> it.image().status() == Image.Status.ARCHIVED)
                .isPresent());
  }

  /** Why {@code held} is needed by an image that was to go and stayed. */
  Optional<Reason> needed(HeldImage held) {
    var digest = held.digest();
    if (Relations.subjects(held).stream().anyMatch(staying::contains)) {
      return Optional.of(Reason.SUBJECT_KEPT);
    }
    return relations().adherentsOf(digest).stream()
            .filter(it -> it.image().subject().equals(Optional.of(digest)))
            .anyMatch(it -> staying.contains(it.digest()))
        ? Optional.of(Reason.REFERRER_KEPT)
        : Optional.empty();
  }

  /** This run let it go. */
  void gone(LegacyImage image) {
    goneAlready(image.digest());
    progress.gone(image);
  }

  /** It is gone, and not because of this run. */
  void goneAlready(Digest digest) {
    waiting.remove(digest);
    departed.add(digest);
  }

  /** It was to go and stays. */
  void stays(LegacyImage image, Reason reason) {
    if (Optional.ofNullable(waiting.remove(image.digest())).isPresent()) {
      staying.add(image.digest());
      progress.stayed(reason);
    }
  }

  /** All that still waits stays. */
  void restStays(Reason reason) {
    waiting().forEach(image -> stays(image, reason));
  }
}
