package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanerOutcome.Stop;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.RegistryException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run has done so far, and whether it may go on. */
final class Progress {
  private final long maximum;
  private final Map<Reason, Integer> stayed = new EnumMap<>(Reason.class);
  private final List<RepositoryName> deletedRepositories = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Optional<String> probeFailure = Optional.empty();
  private Stop stop = Stop.DONE;
  private long gone;
  private long bytes;

  /**
   * @param maximum images that may go
   */
  Progress(long maximum) {
    this.maximum = maximum;
  }

  boolean goesOn() {
    return stop == Stop.DONE;
  }

  /** Images that may still go. */
  long allowance() {
    return maximum - gone;
  }

  void stop(Stop reason) {
    stop = reason;
  }

  void probeFailed(String loss) {
    probeFailure = Optional.of(loss);
    stop = Stop.PROBE_FAILED;
  }

  void failed(String failure) {
    failures.add(failure);
  }

  /** Ends the run if only the time is up; else notes that {@code what} failed. */
  void failed(String what, RegistryException cause) {
    if (cause.isOutOfTime()) {
      stop = Stop.OUT_OF_TIME;
    } else {
      failures.add("%s: %s".formatted(what, cause.getMessage()));
    }
  }

  void stayed(Reason reason) {
    stayed.merge(reason, 1, Integer::sum);
  }

  void gone(LegacyImage image) {
    gone++;
    bytes += image.ownBytes();
  }

  void deleted(RepositoryName repository) {
    deletedRepositories.add(repository);
  }

  CleanerOutcome outcome() {
    return new CleanerOutcome(
        gone, bytes, stayed, deletedRepositories, stop, failures, probeFailure);
  }
}
