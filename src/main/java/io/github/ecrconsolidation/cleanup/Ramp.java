package io.github.ecrconsolidation.cleanup;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Bounds a loss that shows only after a run: a run removes at most as many images as earlier runs
 * have removed and are still complete, in all and from each repository, but at least {@link
 * Allowance#atLeast}. It looks at those before anything is removed.
 */
final class Ramp {
  /** Images of which every layer is downloaded; the others are asked for. */
  private static final int DOWNLOADED_IMAGES = 10;

  private final CleanupPolicy policy;
  private final Mirrored mirrored;
  private final DailySample sample;
  private final long atLeast;

  /**
   * @param atLeast how many images may be removed in all, and from each repository, whatever
   *     earlier runs have removed
   */
  Ramp(CleanupPolicy policy, Mirrored mirrored, DailySample sample, long atLeast) {
    this.policy = policy;
    this.mirrored = mirrored;
    this.sample = sample;
    this.atLeast = atLeast;
  }

  /**
   * What it found.
   *
   * @param loss of an image that was removed earlier, in words; then nothing may be removed
   */
  record Result(Optional<String> loss, Allowance allowance) {}

  /**
   * Looks at images that were removed earlier.
   *
   * @param eligible how many images are to be removed from each repository
   * @throws RegistryException when that could not be determined
   */
  Result look(
      CleanupSnapshot snapshot, EarlierRemovals earlier, Map<RepositoryName, Integer> eligible) {
    var chosen = chosen(snapshot, earlier, eligible);
    var alone = alone(snapshot);
    var all =
        Stream.concat(alone.stream(), chosen.values().stream().flatMap(List::stream))
            .collect(toSet());
    var copies = mirrored.repositories().stream().map(it -> copies(it, all, alone)).toList();
    return new Result(
        copies.stream().flatMap(it -> it.loss().stream()).findFirst(),
        allowance(complete(earlier, chosen, copies)));
  }

  /**
   * What one consolidated repository has of the images looked at.
   *
   * @param graphs each image that it has, with everything below
   * @param loss the first of these that is not complete, in words
   */
  private record Copies(Map<Digest, Set<Digest>> graphs, Optional<String> loss) {}

  /**
   * What {@code repository} does not have is no loss: its own lifecycle policy may have removed it
   * since, or another environment never had it.
   */
  private Copies copies(RepositoryName repository, Set<Digest> all, List<Digest> alone) {
    var layers = new LayerProof(List.of(repository), mirrored.registry());
    var probe = new LayerProbe(List.of(repository), mirrored.registry());
    var now = mirrored.now(repository, all).snapshot();
    var graphs = layers.graphs(now.images().stream().filter(Image::isActive).toList());
    var manifests = graphs.values().stream().flatMap(Set::stream).collect(toSet());
    var found = layers.find(manifests, Optional.empty());
    return new Copies(
        graphs,
        found
            .discrepancy(manifests)
            .map(Discrepancy::detail)
            .or(() -> probe.loss(found.layers(alone))));
  }

  /** How many of those chosen all consolidated repositories have, those below them included. */
  private static Map<RepositoryName, Long> complete(
      EarlierRemovals earlier, Map<RepositoryName, List<Digest>> chosen, List<Copies> copies) {
    var complete = new LinkedHashMap<RepositoryName, Long>();
    chosen.forEach((repository, digests) -> {
      var there =
          digests.stream()
              .filter(digest -> copies.stream().allMatch(it -> it.graphs().containsKey(digest)))
              .flatMap(digest -> copies.getFirst().graphs().getOrDefault(digest, Set.of()).stream())
              .distinct()
              .count();
      complete.put(repository, Math.min(there, earlier.counted(repository)));
    });
    return complete;
  }

  /** Of each repository as many as may be removed from it, and of all as many as in one run. */
  private Map<RepositoryName, List<Digest>> chosen(
      CleanupSnapshot snapshot, EarlierRemovals earlier, Map<RepositoryName, Integer> eligible) {
    var most =
        Math.min(policy.maximumDeletions(), eligible.values().stream().mapToLong(it -> it).sum());
    var chosen = new LinkedHashMap<RepositoryName, List<Digest>>();
    var left = most;
    for (var entry : earlier.byRepository().entrySet()) {
      var own = Math.min(eligible.getOrDefault(entry.getKey(), 0), most);
      var digests =
          chosen(
              snapshot,
              entry.getValue().candidates(),
              Math.min(entry.getValue().counted(), Math.max(own, left)));
      chosen.put(entry.getKey(), digests);
      left = Math.max(0, left - digests.size());
    }
    return chosen;
  }

  /** At most {@code most} of {@code candidates}, first those that count: all environments have. */
  private List<Digest> chosen(CleanupSnapshot snapshot, List<Digest> candidates, long most) {
    var byCount =
        candidates.stream()
            .collect(
                partitioningBy(
                    digest -> snapshot.mirrored().stream().allMatch(it -> it.serves(digest))));
    var counting = sample.of(byCount.getOrDefault(true, List.of()), most);
    var others = sample.of(byCount.getOrDefault(false, List.of()), most - counting.size());
    return Stream.concat(counting.stream(), others.stream()).toList();
  }

  /**
   * Some images that are in the consolidated repositories alone, whoever removed the legacy ones;
   * half of them were mirrored before the cutover.
   */
  private List<Digest> alone(CleanupSnapshot snapshot) {
    var legacy =
        snapshot.legacy().stream()
            .flatMap(repository -> repository.images().stream())
            .filter(image -> image.isActive())
            .map(image -> image.digest())
            .collect(toSet());
    var images =
        snapshot.consolidated().images().stream()
            .filter(image -> image.isActive() && image.mediaType().isImage())
            .filter(image -> !legacy.contains(image.digest()))
            .toList();
    var before = images.stream().filter(this::isFromBeforeCutover).map(Image::digest).toList();
    var after = images.stream().filter(not(this::isFromBeforeCutover)).map(Image::digest).toList();
    var half = DOWNLOADED_IMAGES / 2;
    var old = sample.of(before, Math.max(half, DOWNLOADED_IMAGES - after.size()));
    return Stream.concat(old.stream(), sample.of(after, DOWNLOADED_IMAGES - old.size()).stream())
        .toList();
  }

  private boolean isFromBeforeCutover(Image image) {
    return policy.cutoverInstant().filter(image.pushedAt()::isBefore).isPresent();
  }

  private Allowance allowance(Map<RepositoryName, Long> complete) {
    var proven = complete.values().stream().mapToLong(Long::longValue).sum();
    var ramp = Math.max(atLeast, proven);
    return new Allowance(
        Math.min(ramp, policy.maximumDeletions()),
        ramp < policy.maximumDeletions() ? Stop.RAMP_REACHED : Stop.MAXIMUM_REACHED,
        proven,
        atLeast,
        complete.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, entry -> Math.max(atLeast, entry.getValue()))));
  }
}
