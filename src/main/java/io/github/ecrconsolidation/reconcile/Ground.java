package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.oci.Repository;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What mirroring stands on, as it was read.
 *
 * @param legacy the legacy repositories, the oldest first
 * @param mountsBlobs whether the account's setting allows it
 * @param pullTimeExclusions the roles whose pulls do not count
 * @param mirrorRole the ARN of the mirror's role, empty when not known
 */
public record Ground(
    List<Repository> legacy,
    Repository consolidated,
    Reading<Boolean> mountsBlobs,
    Reading<Set<String>> pullTimeExclusions,
    Optional<String> mirrorRole) {

  public Ground {
    legacy = List.copyOf(legacy);
  }
}
