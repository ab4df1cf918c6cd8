package io.github.ecrconsolidation.cleanup;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.cleanup.Mirrored.Now;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a batch again right before it is removed, as the plan may be an hour old: on both sides,
 * and at every layer. Whatever changed since keeps an image.
 */
final class Recheck {
  /** Each round may find one more image missing; a registry that never rests keeps everything. */
  private static final int MOST_ROUNDS = 5;

  /**
   * A repository of fewer images is listed before each batch, one of up to twice as many before
   * every second, and so on: so the requests grow with the images, not with their square.
   */
  private static final int LISTED_FOR_EACH_BATCH = 10_000;

  private final CleanupPlanner planner;
  private final Mirrored mirrored;
  private final LayerProof layers;
  private final EcrCleanup registry;
  private final InstantSource clock;

  /** How many batches of each repository were rechecked in this run. */
  private final Map<RepositoryName, Integer> batches = new HashMap<>();

  Recheck(
      CleanupPlanner planner,
      Mirrored mirrored,
      LayerProof layers,
      EcrCleanup registry,
      InstantSource clock) {
    this.planner = planner;
    this.mirrored = mirrored;
    this.layers = layers;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * What came out of it.
   *
   * @param proven may be removed now, in the order of the batch
   * @param kept each image that may not, with the reason
   * @param missing no longer in the legacy repository
   */
  record Result(List<ProvenImage> proven, List<Keep> kept, Set<Digest> missing) {

    Result {
      proven = List.copyOf(proven);
      kept = List.copyOf(kept);
      missing = Set.copyOf(missing);
    }

    private Result(List<ProvenImage> proven, Collection<Keep> kept, Set<Digest> missing) {
      this(proven, List.copyOf(kept), missing);
    }
  }

  /**
   * Rechecks {@code batch}.
   *
   * @param keptBefore images of the repository that this run has kept already
   * @throws RegistryException when that could not be determined
   */
  Result check(Batch batch, Set<Digest> keptBefore) {
    var kept = new LinkedHashMap<Digest, Keep>();
    var missing = new HashSet<Digest>();
    if (LegacyRepository.hold(registry.resourceTags(batch.repository())) != Hold.NONE) {
      keepAll(batch, KeepReason.ON_HOLD, "the repository was put on hold", kept);
      return new Result(List.of(), kept.values(), missing);
    }
    var number = batches.merge(batch.repository(), 1, Integer::sum);
    if ((number - 1) % batchesForOneList(batch) == 0) {
      keepSubjectsOfNewImages(batch, kept);
    }
    for (var round = 0; round < MOST_ROUNDS; round++) {
      var look = look(batch, open(batch, kept, missing));
      missing.addAll(look.missing());
      keep(batch, look.decisions(), keptBefore, kept);
      if (look.atOnce()) {
        return new Result(proven(batch, look, keptBefore, kept), kept.values(), missing);
      }
    }
    keepAll(batch, KeepReason.UNKNOWN, "it changes faster than it can be read", kept);
    return new Result(List.of(), kept.values(), missing);
  }

  /** Those of which nothing is decided yet. */
  private static List<Digest> open(Batch batch, Map<Digest, Keep> kept, Set<Digest> missing) {
    return batch.images().stream()
        .map(Image::digest)
        .filter(digest -> !kept.containsKey(digest) && !missing.contains(digest))
        .toList();
  }

  private static void keepAll(
      Batch batch, KeepReason reason, String detail, Map<Digest, Keep> kept) {
    batch
        .images()
        .forEach(image ->
            kept.putIfAbsent(image.digest(), new Keep(image, reason, detail, Optional.empty())));
  }

  /** How many batches share one list of their repository: see {@link #LISTED_FOR_EACH_BATCH}. */
  private static int batchesForOneList(Batch batch) {
    return 1 + batch.plan().repository().images().size() / LISTED_FOR_EACH_BATCH;
  }

  /**
   * Lists the repository once more: a new referrer or signature keeps its subject, as nobody knows
   * whether ECR deletes it together with that. A new index keeps its children: ECR sees to that.
   */
  private void keepSubjectsOfNewImages(Batch batch, Map<Digest, Keep> kept) {
    var images = registry.images(batch.repository());
    var there = images.stream().map(Image::digest).collect(toSet());
    for (var image : images) {
      var known =
          batch
              .plan()
              .graphs()
              .find(image.digest())
              .map(ArtifactGraphs::subjects)
              .orElseGet(Set::of);
      ArtifactGraphs.subjects(image).stream()
          .filter(subject -> !known.contains(subject) && there.contains(subject))
          .flatMap(subject -> batch.planned(subject).stream())
          .forEach(subject ->
              kept.put(
                  subject.digest(), changed(subject, image.digest() + " came and refers to it")));
    }
  }

  private static Keep changed(Image image, String detail) {
    return new Keep(image, KeepReason.CHANGED, detail, Optional.empty());
  }

  /** What one round of calls found of some images, on both sides. */
  private record Look(
      Map<Digest, Image> legacy,
      Set<Digest> missing,
      List<RepositorySnapshot> mirrored,
      Map<Digest, CleanupDecision> decisions,
      boolean atOnce) {}

  private Look look(Batch batch, List<Digest> open) {
    var plan = batch.plan();
    var described = registry.describe(batch.repository(), open);
    var legacy =
        described.images().stream()
            .collect(toMap(Image::digest, identity(), (a, _) -> a, LinkedHashMap::new));
    var evidence =
        legacy.values().stream()
            .flatMap(image -> plan.proof().evidence(image, plan.graphs(), plan.mirrored()).stream())
            .collect(toSet());
    var now =
        mirrored.repositories().stream()
            .map(repository -> mirrored.now(repository, evidence))
            .toList();
    var snapshots = now.stream().map(Now::snapshot).toList();
    var decisions = new LinkedHashMap<Digest, CleanupDecision>();
    legacy.forEach((digest, image) -> decisions.put(digest, decision(batch, image, snapshots)));
    return new Look(
        legacy,
        open.stream().filter(digest -> !legacy.containsKey(digest)).collect(toSet()),
        snapshots,
        decisions,
        described.atOnce() && now.stream().allMatch(Now::atOnce));
  }

  private CleanupDecision decision(Batch batch, Image image, List<RepositorySnapshot> now) {
    var plan = batch.plan();
    var planned = plan.graphs().find(image.digest()).map(Image::tags).orElseGet(Set::of);
    return image.tags().stream()
        .filter(tag -> !planned.contains(tag))
        .findFirst()
        .<CleanupDecision>map(tag -> changed(image, "the tag %s appeared".formatted(tag)))
        .orElseGet(() ->
            planner.decide(image, Hold.NONE, plan.graphs(), plan.proof(), now, clock.instant()));
  }

  /** Adds to {@code kept} what {@code decisions} keep, and what a kept image of this run needs. */
  private static void keep(
      Batch batch,
      Map<Digest, CleanupDecision> decisions,
      Set<Digest> keptBefore,
      Map<Digest, Keep> kept) {
    // The first batch may have kept an image of this one: see keepSubjectsOfNewImages.
    var all = new LinkedHashMap<Digest, CleanupDecision>(decisions);
    keptBefore.stream()
        .flatMap(digest -> batch.planned(digest).stream())
        .forEach(image -> all.put(image.digest(), changed(image, "kept before")));
    all.putAll(kept);
    new KeptTogether(batch.plan().graphs()).keep(all);
    decisions
        .keySet()
        .forEach(digest -> {
          if (all.get(digest) instanceof Keep keep) {
            kept.put(digest, keep);
          }
        });
  }

  /** Those of the last look whose layers are all there; the others are kept. */
  private List<ProvenImage> proven(
      Batch batch, Look look, Set<Digest> keptBefore, Map<Digest, Keep> kept) {
    var plan = batch.plan();
    var manifests = new LinkedHashMap<Digest, Set<Digest>>();
    look.legacy()
        .forEach((digest, image) -> {
          if (!kept.containsKey(digest)) {
            manifests.put(digest, plan.proof().manifests(image, plan.graphs()));
          }
        });
    var found =
        layers.find(
            manifests.values().stream().flatMap(Set::stream).collect(toSet()),
            Optional.of(batch.repository()));
    keep(batch, complete(look, manifests, found), keptBefore, kept);
    var inOrder = batch.images().stream().map(Image::digest);
    return inOrder
        .filter(digest -> manifests.containsKey(digest) && !kept.containsKey(digest))
        .flatMap(digest -> Optional.ofNullable(look.legacy().get(digest)).stream())
        .map(image -> {
          var below = manifests.getOrDefault(image.digest(), Set.of());
          return new ProvenImage(
              image,
              plan.proof().targets(image, plan.graphs(), look.mirrored()),
              below,
              found.layers(below));
        })
        .toList();
  }

  private static Map<Digest, CleanupDecision> complete(
      Look look, Map<Digest, Set<Digest>> manifests, LayerProof.Found found) {
    var decisions = new LinkedHashMap<Digest, CleanupDecision>();
    manifests.forEach((digest, below) ->
        Optional.ofNullable(look.decisions().get(digest))
            .ifPresent(decision ->
                decisions.put(
                    digest,
                    found
                        .discrepancy(below)
                        .<CleanupDecision>map(it ->
                            new Keep(decision.image(), it.reason(), it.detail(), Optional.empty()))
                        .orElse(decision))));
    return decisions;
  }
}
