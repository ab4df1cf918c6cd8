package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.RegistryException;
import java.util.List;

/** The one step in which the modes differ: what is done to images that are proven. */
interface Removal {
  /** Mode report: the images are only counted. */
  Removal NONE = (_, images) -> new Result(images, List.of(), List.of(), List.of());

  /**
   * What became of the images.
   *
   * @param settled those that need no further look
   * @param removed those of them that are not in the legacy repository any more, or in its archive
   * @param kept those that ECR did not remove
   * @param failures what an operator must know
   */
  record Result(
      List<ProvenImage> settled,
      List<ProvenImage> removed,
      List<Keep> kept,
      List<String> failures) {

    public Result {
      settled = List.copyOf(settled);
      removed = List.copyOf(removed);
      kept = List.copyOf(kept);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Removes {@code images} from {@code repository}; those of one call need not go before each
   * other.
   *
   * @throws RegistryException when it could not be determined which are removed; nothing may be
   *     removed again without a new recheck
   */
  Result remove(RepositoryName repository, List<ProvenImage> images);
}
