package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Proves that the consolidated repositories still have the bytes below manifests: the manifests
 * themselves, their configs and their layers. That ECR lists an image as {@code ACTIVE} proves
 * neither.
 */
final class LayerProof {
  private static final int MANIFESTS_AT_A_TIME = 4 * EcrCleanup.BATCH;

  private final List<RepositoryName> consolidated;
  private final EcrCleanup registry;

  /**
   * @param consolidated all must have the bytes
   */
  LayerProof(List<RepositoryName> consolidated, EcrCleanup registry) {
    this.consolidated = List.copyOf(consolidated);
    this.registry = registry;
  }

  /**
   * What was found below some manifests.
   *
   * @param layers of each manifest that could be read, its configs and layers; those with {@code
   *     urls} only if the legacy repository holds them
   * @param discrepancies of each manifest that is not complete
   */
  record Found(Map<Digest, Set<Descriptor>> layers, Map<Digest, Discrepancy> discrepancies) {

    /** The configs and layers of all {@code manifests}. */
    Set<Descriptor> layers(Collection<Digest> manifests) {
      return manifests.stream()
          .flatMap(digest -> layers.getOrDefault(digest, Set.of()).stream())
          .collect(toSet());
    }

    /** The first of {@code manifests} that is not complete, and why. */
    Optional<Discrepancy> discrepancy(Collection<Digest> manifests) {
      return manifests.stream()
          .flatMap(digest -> Optional.ofNullable(discrepancies.get(digest)).stream())
          .findFirst();
    }
  }

  /**
   * For each of {@code images} that can be read, a digest over its configs and layers: equal for
   * equal ones. Few manifests are in memory at a time.
   */
  Map<Digest, Digest> layersInOne(Set<Digest> images) {
    return images.stream()
        .gather(Gatherers.windowFixed(MANIFESTS_AT_A_TIME))
        .flatMap(some -> registry.manifests(consolidated.getFirst(), some).stream())
        .collect(toMap(Manifest::digest, LayerProof::layersInOne, (one, _) -> one));
  }

  private static Digest layersInOne(Manifest manifest) {
    return Digest.of(
        manifest.blobs().stream()
            .map(layer -> layer.digest().value())
            .sorted()
            .collect(joining(" "))
            .getBytes(UTF_8));
  }

  /** Each of {@code images} with everything below it, as far as the indexes can be read. */
  Map<Digest, Set<Digest>> graphs(Collection<Image> images) {
    var children = new HashMap<Digest, List<Digest>>();
    var open =
        images.stream()
            .filter(image -> image.mediaType().isIndex())
            .map(Image::digest)
            .collect(toSet());
    while (!open.isEmpty()) {
      var read = registry.manifests(consolidated.getFirst(), open);
      read.forEach(manifest -> children.put(manifest.digest(), manifest.children()));
      open =
          read.stream()
              .flatMap(manifest -> manifest.children().stream())
              .filter(child -> !children.containsKey(child))
              .collect(toSet());
    }
    var graph = new IndexGraph(children);
    return images.stream()
        .map(Image::digest)
        .collect(
            toMap(
                identity(),
                digest ->
                    Stream.concat(Stream.of(digest), graph.descendants(digest).stream())
                        .collect(toSet()),
                (one, _) -> one));
  }

  /**
   * Reads {@code manifests} and asks for everything below them.
   *
   * @param legacy holds the layers that are nowhere else if it holds them
   * @throws RegistryException when that could not be determined
   */
  Found find(Set<Digest> manifests, Optional<RepositoryName> legacy) {
    var read = manifests(consolidated.getFirst(), manifests);
    var foreign = heldForeignLayers(read, legacy);
    var layers =
        read.stream()
            .collect(
                toMap(
                    Manifest::digest,
                    manifest ->
                        Stream.concat(
                                manifest.blobs().stream(),
                                manifest.foreignLayers().stream()
                                    .filter(layer -> foreign.contains(layer.digest())))
                            .collect(toSet()),
                    (one, _) -> one));
    var discrepancies = new HashMap<Digest, Discrepancy>();
    for (var repository : consolidated) {
      unreadable(repository, manifests, read)
          .forEach(digest ->
              discrepancies.putIfAbsent(
                  digest,
                  new Discrepancy(
                      KeepReason.MANIFEST_UNAVAILABLE,
                      "the manifest %s of %s cannot be read".formatted(digest, repository))));
      var unavailable = unavailable(repository, layers.values());
      layers.forEach((digest, below) ->
          below.stream()
              .filter(layer -> unavailable.contains(layer.digest()))
              .findFirst()
              .ifPresent(layer ->
                  discrepancies.putIfAbsent(
                      digest, unavailable(repository, layer.digest(), digest))));
    }
    return new Found(layers, discrepancies);
  }

  private static Discrepancy unavailable(RepositoryName repository, Digest layer, Digest image) {
    return new Discrepancy(
        KeepReason.LAYER_UNAVAILABLE,
        "the layer %s of %s is not available in %s".formatted(layer, image, repository));
  }

  /** A layer that clients are to load from elsewhere counts only if ECR has it, too. */
  private Set<Digest> heldForeignLayers(List<Manifest> manifests, Optional<RepositoryName> legacy) {
    var foreign =
        manifests.stream()
            .flatMap(manifest -> manifest.foreignLayers().stream())
            .map(Descriptor::digest)
            .collect(toSet());
    return foreign.isEmpty()
        ? Set.of()
        : legacy.map(repository -> registry.presentLayers(repository, foreign)).orElse(Set.of());
  }

  /** Of any other form, Docker's schema 1 among them, nothing is known below it. */
  private List<Manifest> manifests(RepositoryName repository, Set<Digest> digests) {
    return registry.manifests(repository, digests).stream()
        .filter(manifest -> manifest.mediaType().isImage() || manifest.mediaType().isIndex())
        .toList();
  }

  private Set<Digest> unreadable(
      RepositoryName repository, Set<Digest> manifests, List<Manifest> readFirst) {
    var read =
        repository.equals(consolidated.getFirst()) ? readFirst : manifests(repository, manifests);
    var unreadable = new HashSet<>(manifests);
    read.forEach(manifest -> unreadable.remove(manifest.digest()));
    return unreadable;
  }

  private Set<Digest> unavailable(
      RepositoryName repository, Collection<Set<Descriptor>> layersOfAll) {
    return registry.unavailable(
        repository,
        layersOfAll.stream().flatMap(Set::stream).map(Descriptor::digest).collect(toSet()));
  }

  /**
   * The first of {@code layers} that is not available any more, in words.
   *
   * @throws RegistryException when that could not be determined
   */
  Optional<String> loss(Set<Descriptor> layers) {
    var digests = layers.stream().map(Descriptor::digest).collect(toSet());
    return consolidated.stream()
        .flatMap(repository ->
            registry.unavailable(repository, digests).stream()
                .sorted(comparing(Digest::value))
                .limit(1)
                .map(layer -> "the layer %s is not available in %s".formatted(layer, repository)))
        .findFirst();
  }
}
