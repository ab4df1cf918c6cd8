package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;

/**
 * Downloads a little of configs and layers from the consolidated repositories, the way a client
 * would: login, redirect, storage. That mounted layers outlive the image they were mounted from is
 * documented nowhere, and what ECR says of a layer need not be what storage has.
 */
final class LayerProbe {
  private static final int PARALLEL_PROBES = 4;

  private final List<RepositoryName> consolidated;
  private final EcrCleanup registry;

  LayerProbe(List<RepositoryName> consolidated, EcrCleanup registry) {
    this.consolidated = List.copyOf(consolidated);
    this.registry = registry;
  }

  /**
   * The first of {@code layers} that cannot be downloaded, in words; empty when all can.
   *
   * @throws RegistryException when only the time is up
   */
  Optional<String> loss(Collection<Descriptor> layers) {
    return consolidated.stream()
        .flatMap(
            repository -> layers.stream().distinct().map(layer -> new Download(repository, layer)))
        .gather(Gatherers.mapConcurrent(PARALLEL_PROBES, this::loss))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private record Download(RepositoryName repository, Descriptor layer) {}

  private Optional<String> loss(Download download) {
    try {
      registry.probe(download.repository(), download.layer());
      return Optional.empty();
    } catch (RegistryException e) {
      if (e.isOutOfTime()) {
        throw e;
      }
      return Optional.of(
          "the layer %s of %s cannot be downloaded: %s"
              .formatted(download.layer().digest(), download.repository(), e.getMessage()));
    }
  }
}
