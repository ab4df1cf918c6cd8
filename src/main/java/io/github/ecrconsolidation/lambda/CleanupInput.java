package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.oci.RepositoryName;

/** What a run is asked to do, by the schedule or by hand. */
sealed interface CleanupInput {

  /**
   * Plan, and carry the plan out as far as the mode says.
   *
   * @param details what the answer is to have beside the totals
   * @param settingsFrom who says so: the parameters of a stack, or whoever invokes the function
   */
  record Clean(CleanupPolicy policy, CleanupDetails details, String settingsFrom)
      implements CleanupInput {}

  /** Bring a repository's images back from the archive. */
  record Restore(RepositoryName repository) implements CleanupInput {}
}
