package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.Housekeeping;
import io.github.ecrconsolidation.registry.RegistryException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Gatherers;

/**
 * Pulls a little of every layer of consolidated images, the way a client would: manifest, redirect,
 * storage. That mounted layers outlive the image they were mounted from is documented nowhere, so
 * the first that go are watched, and so are images that went in earlier runs.
 */
final class Canary {
  /** Images in one probe; each costs two requests a layer. */
  static final int IMAGES = 10;

  private static final int PARALLEL_PROBES = 4;

  private final RepositoryName consolidated;
  private final Housekeeping registry;

  Canary(RepositoryName consolidated, Housekeeping registry) {
    this.consolidated = consolidated;
    this.registry = registry;
  }

  /**
   * What can not be downloaded of {@code images}, in words; empty when all can.
   *
   * @param images manifests with layers, no indexes
   * @throws RegistryException when only the time is up
   */
  Optional<String> loss(Collection<Digest> images) {
    var manifests = registry.manifests(consolidated, images);
    var missing = new HashSet<>(images);
    manifests.forEach(manifest -> missing.remove(manifest.digest()));
    if (!missing.isEmpty()) {
      return Optional.of(
          "the manifests %s of %s can not be pulled".formatted(missing, consolidated));
    }
    return manifests.stream()
        .map(Manifest::blobs)
        .flatMap(Collection::stream)
        .distinct()
        .gather(Gatherers.mapConcurrent(PARALLEL_PROBES, this::probe))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> probe(Descriptor blob) {
    try {
      registry.probe(consolidated, blob);
      return Optional.empty();
    } catch (RegistryException e) {
      if (e.isOutOfTime()) {
        throw e;
      }
      return Optional.of(
          "the layer %s of %s can not be pulled: %s"
              .formatted(blob.digest(), consolidated, e.getMessage()));
    }
  }
}
