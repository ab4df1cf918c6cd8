package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;

/**
 * Brings every archived image of a legacy repository back: the rollback. A restored image counts as
 * just pushed, so the clean-up leaves it alone for another window.
 */
public final class Restoration {
  private static final int PARALLEL_UPDATES = 4;

  private final EcrCleanup registry;
  private final Deadline deadline;

  public Restoration(EcrCleanup registry, Deadline deadline) {
    this.registry = registry;
    this.deadline = deadline;
  }

  /**
   * How it ended.
   *
   * @param restored images on their way back; pulls work when they are ACTIVE, within twenty
   *     minutes
   * @param left images still in the archive
   * @param failures why, in words; empty when only the time was up
   */
  public record Result(RepositoryName repository, int restored, int left, List<String> failures) {

    public Result {
      failures = List.copyOf(failures);
    }

    /** Whether nothing is left in the archive. */
    public boolean complete() {
      return left == 0;
    }
  }

  /**
   * Restores all archived images of {@code repository}.
   *
   * @throws RegistryException when it cannot be read
   */
  public Result run(RepositoryName repository) {
    var archived =
        registry.images(repository).stream()
            .filter(image -> image.status() == Status.ARCHIVED)
            .map(Image::digest)
            .toList();
    var left = archived;
    List<Attempted> refused = List.of();
    // The order is not documented: what is refused is tried again after the others.
    for (var before = left.size() + 1; left.size() < before && !left.isEmpty(); ) {
      before = left.size();
      refused =
          left.stream()
              .gather(
                  Gatherers.mapConcurrent(PARALLEL_UPDATES, digest -> restore(repository, digest)))
              .filter(attempted -> attempted.refusal().isPresent())
              .toList();
      left = refused.stream().map(Attempted::digest).toList();
      if (deadline.remaining().isZero()) {
        break;
      }
    }
    var still = stillArchived(repository, left);
    return new Result(
        repository,
        archived.size() - still.size(),
        still.size(),
        failures(refused.stream().filter(it -> still.contains(it.digest())).toList()));
  }

  /** Asked after refusals: the answer to an earlier attempt of a call may have been lost. */
  private Set<Digest> stillArchived(RepositoryName repository, List<Digest> left) {
    try {
      return registry.describe(repository, left).images().stream()
          .filter(image -> image.status() == Status.ARCHIVED)
          .map(Image::digest)
          .collect(toSet());
    } catch (RegistryException unknown) {
      return Set.copyOf(left);
    }
  }

  private record Attempted(Digest digest, Optional<RegistryException> refusal) {}

  /** An exception would cancel the others. */
  private Attempted restore(RepositoryName repository, Digest digest) {
    try {
      registry.restore(repository, digest);
      return new Attempted(digest, Optional.empty());
    } catch (RegistryException e) {
      return new Attempted(digest, Optional.of(e));
    }
  }

  private static List<String> failures(List<Attempted> refused) {
    var failures = new ArrayList<String>();
    refused.stream()
        .flatMap(attempted -> attempted.refusal().stream())
        .filter(refusal -> !refusal.isOutOfTime())
        .limit(10)
        .forEach(refusal -> failures.add(String.valueOf(refusal.getMessage())));
    return failures;
  }
}
