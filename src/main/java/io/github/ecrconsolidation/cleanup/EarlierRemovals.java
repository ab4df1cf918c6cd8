package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which images of the consolidated repository earlier runs have removed from their legacy
 * repository, as far as the registry tells.
 */
record EarlierRemovals(Map<RepositoryName, OfRepository> byRepository) {

  /**
   * Of one legacy repository.
   *
   * @param counted how many images were removed, by {@link RemovalCount}
   * @param candidates the images that may be those: with a tag of the repository, and not in it;
   *     images pushed directly are among them
   */
  record OfRepository(long counted, List<Digest> candidates) {

    OfRepository {
      candidates = List.copyOf(candidates);
    }
  }

  /** Reads {@code snapshot} for what was removed in the way of {@code mode}. */
  static EarlierRemovals of(CleanupSnapshot snapshot, TagMapping mapping, Mode mode) {
    var counted = new LinkedHashMap<LegacyRepository, Long>();
    snapshot
        .legacy()
        .forEach(repository -> {
          var count = RemovalCount.of(repository, mode);
          if (count > 0) {
            counted.put(repository, count);
          }
        });
    if (counted.isEmpty()) {
      return new EarlierRemovals(Map.of());
    }
    var candidates =
        mode == Mode.ARCHIVE
            ? archived(counted.keySet())
            : deleted(snapshot, mapping, counted.keySet());
    return new EarlierRemovals(
        counted.entrySet().stream()
            .collect(
                toMap(
                    entry -> entry.getKey().name(),
                    entry ->
                        new OfRepository(
                            entry.getValue(),
                            candidates.getOrDefault(entry.getKey().name(), List.of())),
                    (one, _) -> one,
                    LinkedHashMap::new)));
  }

  private static Map<RepositoryName, List<Digest>> archived(Set<LegacyRepository> repositories) {
    return repositories.stream()
        .collect(
            toMap(
                LegacyRepository::name,
                repository ->
                    repository.images().stream()
                        .filter(image -> image.status() == Image.Status.ARCHIVED)
                        .map(Image::digest)
                        .toList()));
  }

  private static Map<RepositoryName, List<Digest>> deleted(
      CleanupSnapshot snapshot, TagMapping mapping, Set<LegacyRepository> repositories) {
    var owners = mapping.owners(repositories.stream().map(LegacyRepository::name).toList());
    var present =
        repositories.stream()
            .collect(
                toMap(
                    LegacyRepository::name,
                    repository ->
                        repository.images().stream().map(Image::digest).collect(toSet())));
    var candidates = new LinkedHashMap<RepositoryName, List<Digest>>();
    for (var image : snapshot.consolidated().images()) {
      image.tags().stream()
          .flatMap(tag -> owners.of(tag).stream())
          .distinct()
          .filter(owner -> image.isActive())
          .filter(owner -> !present.getOrDefault(owner, Set.of()).contains(image.digest()))
          .forEach(owner ->
              candidates.computeIfAbsent(owner, _ -> new ArrayList<>()).add(image.digest()));
    }
    return candidates;
  }

  /** How many images of {@code repository} were removed. */
  long counted(RepositoryName repository) {
    return Optional.ofNullable(byRepository.get(repository)).map(OfRepository::counted).orElse(0L);
  }
}
