package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks again, after a batch was removed, at everything its removal relied on: manifests, tags and
 * layers of the consolidated repositories.
 */
final class Verification {
  private final Mirrored mirrored;
  private final LayerProof layers;
  private final LayerProbe probe;

  Verification(Mirrored mirrored, LayerProof layers, LayerProbe probe) {
    this.mirrored = mirrored;
    this.layers = layers;
    this.probe = probe;
  }

  /**
   * The first thing that does not hold any more, in words, and what to do about it; empty when all
   * holds.
   *
   * @param downloads a few layers to download
   * @throws RegistryException when that could not be determined
   */
  Optional<String> loss(List<ProvenImage> removed, Collection<Descriptor> downloads) {
    var manifests = removed.stream().flatMap(image -> image.manifests().stream()).collect(toSet());
    var all = removed.stream().flatMap(image -> image.layers().stream()).collect(toSet());
    return mirrored.snapshots(manifests).stream()
        .flatMap(snapshot -> removed.stream().flatMap(image -> moved(image, snapshot)))
        .findFirst()
        .or(() -> layers.loss(all))
        .or(() -> probe.loss(downloads));
  }

  private static Stream<String> moved(ProvenImage image, RepositorySnapshot snapshot) {
    var inactive =
        image.manifests().stream()
            .filter(digest -> !snapshot.serves(digest))
            .map(digest ->
                "%s was removed, and meanwhile %s@%s is no longer ACTIVE: restore it from the archive, or push it again"
                    .formatted(image.image(), snapshot.repository(), digest));
    var moved =
        image.targets().entrySet().stream()
            .filter(entry ->
                snapshot
                    .find(entry.getValue())
                    .map(Image::digest)
                    .filter(image.digest()::equals)
                    .isEmpty())
            .map(entry -> moved(image, snapshot.repository(), entry.getValue().value()));
    return Stream.concat(inactive, moved);
  }

  private static String moved(ProvenImage image, RepositoryName repository, String tag) {
    return "%s was removed, and meanwhile the tag %s:%s was moved or deleted: if that was not meant, give it to %s again"
        .formatted(image.image(), repository, tag, image.digest());
  }
}
