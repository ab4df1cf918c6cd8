package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.stream.Stream;

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

    /** Nothing was to be removed. */
    static final Result NOTHING = new Result(List.of(), List.of(), List.of(), List.of());

    public Result {
      settled = List.copyOf(settled);
      removed = List.copyOf(removed);
      kept = List.copyOf(kept);
      failures = List.copyOf(failures);
    }

    /** What became of the images of both. */
    Result plus(Result more) {
      return new Result(
          joined(settled, more.settled),
          joined(removed, more.removed),
          joined(kept, more.kept),
          joined(failures, more.failures));
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
      return Stream.concat(some.stream(), more.stream()).toList();
    }
  }

  /**
   * Removes {@code images} from {@code repository}; those of one call may be removed in any order.
   *
   * @throws RegistryException when it could not be determined which are removed; nothing may be
   *     removed again without a new recheck
   */
  Result remove(RepositoryName repository, List<ProvenImage> images);
}
