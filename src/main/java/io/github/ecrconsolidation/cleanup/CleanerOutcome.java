package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a plan that was carried out.
 *
 * @param gone images that went, in this run
 * @param bytes their size
 * @param stayed images of the plan that stayed nevertheless, by reason
 * @param deletedRepositories that were empty
 * @param failures what went wrong, in words
 * @param probeFailure the layer that could not be downloaded, which stopped everything
 */
public record CleanerOutcome(
    long gone,
    long bytes,
    Map<Reason, Integer> stayed,
    List<RepositoryName> deletedRepositories,
    Stop stop,
    List<String> failures,
    Optional<String> probeFailure) {
  /** Nothing was carried out. */
  static final CleanerOutcome NOTHING =
      new CleanerOutcome(0, 0, Map.of(), List.of(), Stop.DONE, List.of(), Optional.empty());

  public CleanerOutcome {
    stayed = Map.copyOf(stayed);
    deletedRepositories = List.copyOf(deletedRepositories);
    failures = List.copyOf(failures);
  }

  /** Why it ended. */
  public enum Stop {
    /** Everything of the plan went or had its reason to stay. */
    DONE,
    /** The next run goes on. */
    OUT_OF_TIME,
    /** As many went as may in one run; the next goes on. */
    MAXIMUM_REACHED,
    /** A layer of the consolidated repository can not be downloaded. */
    PROBE_FAILED
  }
}
