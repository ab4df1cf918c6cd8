package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.ProofRecord;
import java.util.Map;

/**
 * How many images one run may remove.
 *
 * @param run in all
 * @param because what ends the run when that many are removed
 * @param proven how many images that earlier runs removed are complete
 * @param ofNewRepository from each repository from which little or nothing was removed yet
 * @param ofRepository from each other repository
 */
record Allowance(
    long run,
    Stop because,
    long proven,
    long ofNewRepository,
    Map<RepositoryName, Long> ofRepository) {
  /** What may be removed before anything is proven by earlier removals. */
  static final long AT_LEAST = 10;

  /**
   * The same where {@code prove} has shown in this account that mounted layers outlive their source
   * for a day: what is left to chance is that the user's images differ from those it made.
   */
  static final long AT_LEAST_WITH_RECORD = 100;

  Allowance {
    ofRepository = Map.copyOf(ofRepository);
  }

  /** What may be removed before anything is proven by earlier removals, with {@code record}. */
  static long atLeast(ProofRecord.Reading record) {
    return record.isValid() ? AT_LEAST_WITH_RECORD : AT_LEAST;
  }

  /** How many more of {@code repository} may be removed after {@code state}. */
  long left(RepositoryName repository, RunState state) {
    return Math.min(
        run - state.settled(),
        ofRepository.getOrDefault(repository, ofNewRepository) - state.of(repository).settled());
  }
}
