package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;

/**
 * How many images one run may remove.
 *
 * @param run in all
 * @param because what ends the run when that many are removed
 * @param proven how many images that earlier runs removed are complete
 * @param ofRepository from each repository; one that is not named, as from a new one
 */
record Allowance(long run, Stop because, long proven, Map<RepositoryName, Long> ofRepository) {
  /** What may be removed before anything is proven by earlier removals. */
  static final long AT_LEAST = 10;

  Allowance {
    ofRepository = Map.copyOf(ofRepository);
  }

  /** How many more of {@code repository} may be removed after {@code state}. */
  long left(RepositoryName repository, RunState state) {
    return Math.min(
        run - state.settled(),
        ofRepository.getOrDefault(repository, AT_LEAST) - state.of(repository).settled());
  }
}
