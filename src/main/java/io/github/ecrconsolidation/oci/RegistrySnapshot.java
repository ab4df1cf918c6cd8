package io.github.ecrconsolidation.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both sides at one time.
 *
 * @param known the legacy repositories in force, the oldest first, whether they could be read or
 *     not
 * @param legacy those that could be read
 * @param mutability of the tags of the consolidated repository
 */
public record RegistrySnapshot(
    List<RepositoryName> known,
    Map<RepositoryName, RepositorySnapshot> legacy,
    RepositorySnapshot consolidated,
    TagMutability mutability) {

  public RegistrySnapshot {
    known = List.copyOf(known);
    legacy = Map.copyOf(legacy);
  }

  /** The image of {@code digest} in the legacy repository {@code repository}. */
  public Optional<Image> find(RepositoryName repository, Digest digest) {
    return Optional.ofNullable(legacy.get(repository)).flatMap(it -> it.find(digest));
  }

  /** Whether a legacy tag points to {@code digest}. */
  public boolean pointsTo(ImageReference reference, Digest digest) {
    return Optional.ofNullable(legacy.get(reference.repository()))
        .flatMap(it -> it.find(reference.tag()))
        .filter(image -> image.digest().equals(digest))
        .isPresent();
  }
}
