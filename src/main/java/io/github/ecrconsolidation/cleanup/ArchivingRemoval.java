package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;

/**
 * Moves images to the archive of their legacy repository, from where a restore brings them back.
 */
final class ArchivingRemoval implements Removal {
  private static final int PARALLEL_UPDATES = 4;

  private final EcrCleanup registry;
  private final Journal journal;

  ArchivingRemoval(EcrCleanup registry, Journal journal) {
    this.registry = registry;
    this.journal = journal;
  }

  private record Archived(ProvenImage image, Optional<RegistryException> refusal) {}

  @Override
  public Result remove(RepositoryName repository, List<ProvenImage> images) {
    images.forEach(image -> journal.removing(image, Mode.ARCHIVE));
    var archived =
        images.stream().gather(Gatherers.mapConcurrent(PARALLEL_UPDATES, this::archive)).toList();
    var refused = archived.stream().filter(it -> it.refusal().isPresent()).toList();
    refused.forEach(
        it -> journal.kept(it.image(), KeepReason.REFUSED, it.refusal().orElseThrow().code()));
    var removed =
        archived.stream().filter(it -> it.refusal().isEmpty()).map(Archived::image).toList();
    return new Result(
        removed,
        removed,
        refused.stream().map(it -> kept(it.image(), it.refusal().orElseThrow())).toList(),
        refused.stream()
            .map(it -> failure(it.image(), it.refusal().orElseThrow()))
            .flatMap(Optional::stream)
            .toList());
  }

  /** An exception would cancel the others. */
  private Archived archive(ProvenImage proven) {
    var image = proven.image();
    try {
      registry.archive(image.repository(), image.digest());
      return new Archived(proven, Optional.empty());
    } catch (RegistryException e) {
      return new Archived(proven, isInArchive(image) ? Optional.empty() : Optional.of(e));
    }
  }

  /** Asked after a refusal: the answer to an earlier attempt of the call may have been lost. */
  private boolean isInArchive(Image image) {
    try {
      return registry.describe(image.repository(), List.of(image.digest())).images().stream()
          .anyMatch(found -> found.status() == Image.Status.ARCHIVED);
    } catch (RegistryException unknown) {
      return false;
    }
  }

  private static Keep kept(ProvenImage image, RegistryException refusal) {
    return new Keep(image.image(), KeepReason.REFUSED, refusal.code(), Optional.empty());
  }

  private static Optional<String> failure(ProvenImage image, RegistryException refusal) {
    return refusal.isOutOfTime()
        ? Optional.empty()
        : Optional.of("%s was not archived: %s".formatted(image.image(), refusal.getMessage()));
  }
}
