package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the last legacy image of many that have the very same layers. If layers died with the last
 * legacy image that holds them, removing it would cost all of these images at once, and no earlier
 * removal among them would have shown it: their layers were still held.
 */
final class SharedLayers {
  private final LayerProof layers;

  SharedLayers(LayerProof layers) {
    this.layers = layers;
  }

  /**
   * The images of {@code plan} to keep.
   *
   * @param proven how many removed images of other layers are proven to be complete: more images
   *     than that are not risked at once
   * @throws RegistryException when that could not be determined
   */
  List<Keep> kept(CleanupPlan plan, CleanupSnapshot snapshot, long proven) {
    var most = Math.max(Allowance.AT_LEAST, proven);
    var eligible = new HashSet<Digest>();
    plan.repositories().forEach(it -> it.eligible().forEach(image -> eligible.add(image.digest())));
    return snapshot.alike().stream()
        .filter(alike -> alike.size() > most && alike.stream().anyMatch(eligible::contains))
        .flatMap(alike -> families(alike).stream())
        .filter(family -> family.size() > most)
        .flatMap(family -> plan.repositories().stream().flatMap(it -> last(it, family).stream()))
        .toList();
  }

  /** Those of {@code alike} that have the same layers. */
  private Collection<Set<Digest>> families(Set<Digest> alike) {
    return layers.layersInOne(alike).entrySet().stream()
        .collect(groupingBy(Map.Entry::getValue, mapping(Map.Entry::getKey, toSet())))
        .values();
  }

  /** One of {@code family}, if otherwise none of it would be left in the repository. */
  private static Optional<Keep> last(RepositoryPlan plan, Set<Digest> family) {
    var eligible = new ArrayList<Image>();
    plan.eligible().stream()
        .filter(image -> family.contains(image.digest()))
        .forEach(eligible::add);
    var here =
        plan.repository().images().stream().map(Image::digest).filter(family::contains).count();
    return here > eligible.size()
        ? Optional.empty()
        : eligible.stream()
            .findFirst()
            .map(image ->
                new Keep(
                    image,
                    KeepReason.LAST_WITH_SHARED_LAYERS,
                    "%d images have the same layers, and no other is left in %s"
                        .formatted(family.size(), plan.repository().name()),
                    Optional.empty()));
  }
}
