package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import java.util.Optional;

/**
 * How many images of a legacy repository were removed and verified in all runs: a resource tag of
 * that repository. The registry itself does not tell an image that was removed from one that was
 * pushed to the consolidated repository directly. A count that is lost makes the next runs slower,
 * never less safe.
 */
final class RemovalCount {
  private final Mode mode;
  private final EcrCleanup registry;

  RemovalCount(Mode mode, EcrCleanup registry) {
    this.mode = mode;
    this.registry = registry;
  }

  /** The key of the resource tag: what was archived proves nothing about deletion. */
  static String key(Mode mode) {
    return mode == Mode.ARCHIVE ? "ecr-consolidation:archived" : "ecr-consolidation:deleted";
  }

  /** What the resource tags of {@code repository} say; anything but a number says nothing. */
  static long of(LegacyRepository repository, Mode mode) {
    return Optional.ofNullable(repository.resourceTags().get(key(mode)))
        .filter(value -> value.matches("\\d{1,9}"))
        .map(Long::valueOf)
        .orElse(0L);
  }

  /**
   * Writes down that this run has removed {@code removed} images of {@code repository} so far, in
   * addition to those of earlier runs; answers why that could not be done, if so.
   */
  Optional<String> add(LegacyRepository repository, long removed) {
    try {
      registry.putResourceTag(
          repository.name(), key(mode), Long.toString(of(repository, mode) + removed));
      return Optional.empty();
    } catch (RegistryException e) {
      return Optional.of(
          "%s: the resource tag %s could not be written, so the next run may remove fewer images: %s"
              .formatted(repository.name(), key(mode), e.getMessage()));
    }
  }
}
