package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.RepositoryPlan;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Optional;

/**
 * Which repositories the answer of a clean-up lists beside the totals.
 *
 * @param none the totals alone, as for a run on the schedule, whose answer is not read
 * @param only this one; empty for all that fit
 */
record CleanupDetails(boolean none, Optional<RepositoryName> only) {
  static final CleanupDetails ALL = new CleanupDetails(false, Optional.empty());

  boolean asksFor(RepositoryPlan plan) {
    return !none && only.filter(name -> !name.equals(plan.repository().name())).isEmpty();
  }
}
