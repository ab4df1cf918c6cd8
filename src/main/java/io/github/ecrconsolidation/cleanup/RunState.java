package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How far a run has come: a value, passed from batch to batch.
 *
 * @param repositories what became of each repository that was begun
 * @param kept images of the plan that were kept nevertheless, by reason
 * @param deletedRepositories that were empty
 * @param warnings what an operator should know of a successful run
 * @param failures the failures, in words
 * @param loss what the consolidated repository has lost, which stopped everything
 * @param stop why the run ended or is to end
 */
public record RunState(
    Map<RepositoryName, RepositoryState> repositories,
    Map<KeepReason, Integer> kept,
    List<RepositoryName> deletedRepositories,
    List<String> warnings,
    List<String> failures,
    Optional<String> loss,
    Stop stop) {

  /** Nothing was done yet. */
  static final RunState BEGUN =
      new RunState(
          Map.of(), Map.of(), List.of(), List.of(), List.of(), Optional.empty(), Stop.DONE);

  /** Why a run ended. */
  public enum Stop {
    /** Everything of the plan was removed or has its reason to be kept. */
    DONE,
    /** The next run continues. */
    OUT_OF_TIME,
    /** As many were removed as may be in one run; the next continues. */
    MAXIMUM_REACHED,
    /** As many were removed as earlier removals have proven safe; the next run may remove more. */
    RAMP_REACHED,
    /** The consolidated repository is on hold, or no longer says whose images it mirrors. */
    ON_HOLD,
    /** Something of the consolidated repository was lost. */
    LOSS
  }

  /**
   * What became of one repository in this run.
   *
   * @param taken images of its queue that a batch was made of
   * @param settled images that were rechecked and removed, or would have been in a report
   * @param removed images that were removed
   * @param removedBytes their size
   * @param removedByOthers images that were removed by others
   * @param kept images of the plan that were kept
   */
  public record RepositoryState(
      int taken,
      long settled,
      long removed,
      long removedBytes,
      long removedByOthers,
      Set<Digest> kept) {
    static final RepositoryState UNTOUCHED = new RepositoryState(0, 0, 0, 0, 0, Set.of());

    public RepositoryState {
      kept = Set.copyOf(kept);
    }

    private RepositoryState plus(RepositoryState more) {
      var both = new HashSet<>(kept);
      both.addAll(more.kept);
      return new RepositoryState(
          taken + more.taken,
          settled + more.settled,
          removed + more.removed,
          removedBytes + more.removedBytes,
          removedByOthers + more.removedByOthers,
          both);
    }
  }

  public RunState {
    repositories = Map.copyOf(repositories);
    kept = Map.copyOf(kept);
    deletedRepositories = List.copyOf(deletedRepositories);
    warnings = List.copyOf(warnings);
    failures = List.copyOf(failures);
  }

  /** Whether another batch may begin. */
  public boolean goesOn() {
    return stop == Stop.DONE;
  }

  /** What became of {@code repository} so far. */
  public RepositoryState of(RepositoryName repository) {
    return repositories.getOrDefault(repository, RepositoryState.UNTOUCHED);
  }

  /** Images that were removed in this run. */
  public long removed() {
    return repositories.values().stream().mapToLong(RepositoryState::removed).sum();
  }

  /** The size of what was removed in this run. */
  public long removedBytes() {
    return repositories.values().stream().mapToLong(RepositoryState::removedBytes).sum();
  }

  /** Images that were rechecked and removed, or would have been in a report. */
  public long settled() {
    return repositories.values().stream().mapToLong(RepositoryState::settled).sum();
  }

  RunState stopped(Stop reason) {
    return goesOn()
        ? new RunState(repositories, kept, deletedRepositories, warnings, failures, loss, reason)
        : this;
  }

  RunState lost(String what) {
    return new RunState(
        repositories, kept, deletedRepositories, warnings, failures, Optional.of(what), Stop.LOSS);
  }

  RunState failed(List<String> more) {
    return new RunState(
        repositories, kept, deletedRepositories, warnings, joined(failures, more), loss, stop);
  }

  RunState warned(List<String> more) {
    return new RunState(
        repositories, kept, deletedRepositories, joined(warnings, more), failures, loss, stop);
  }

  RunState deleted(RepositoryName repository) {
    return new RunState(
        repositories,
        kept,
        joined(deletedRepositories, List.of(repository)),
        warnings,
        failures,
        loss,
        stop);
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    var joined = new ArrayList<>(some);
    joined.addAll(more);
    return joined;
  }

  /** A batch was made of the next {@code count} images of the queue of {@code repository}. */
  RunState taken(RepositoryName repository, int count) {
    return plus(repository, new RepositoryState(count, 0, 0, 0, 0, Set.of()));
  }

  /** Others removed {@code count} images of {@code repository}. */
  RunState removedByOthers(RepositoryName repository, long count) {
    return plus(repository, new RepositoryState(0, 0, 0, 0, count, Set.of()));
  }

  /** {@code settled} images of {@code repository} are done with, of which these are removed. */
  RunState settled(RepositoryName repository, long settled, Collection<Image> removed) {
    var bytes = removed.stream().mapToLong(Image::ownBytes).sum();
    return plus(repository, new RepositoryState(0, settled, removed.size(), bytes, 0, Set.of()));
  }

  /** These images were kept, each for its reason. */
  RunState kept(Collection<Keep> keeps) {
    var state = this;
    for (var keep : keeps) {
      state = state.kept(keep.image().repository(), List.of(keep));
    }
    return state;
  }

  /** These images of {@code repository} were kept; each is counted once, for its first reason. */
  RunState kept(RepositoryName repository, Collection<Keep> keeps) {
    if (keeps.isEmpty()) {
      return this;
    }
    var before = of(repository).kept();
    var counts = new EnumMap<KeepReason, Integer>(KeepReason.class);
    counts.putAll(kept);
    keeps.stream()
        .filter(keep -> !before.contains(keep.image().digest()))
        .forEach(keep -> counts.merge(keep.reason(), 1, Integer::sum));
    var digests = keeps.stream().map(keep -> keep.image().digest()).collect(toSet());
    return new RunState(repositories, counts, deletedRepositories, warnings, failures, loss, stop)
        .plus(repository, new RepositoryState(0, 0, 0, 0, 0, digests));
  }

  private RunState plus(RepositoryName repository, RepositoryState more) {
    var states = new HashMap<>(repositories);
    states.merge(repository, more, RepositoryState::plus);
    return new RunState(states, kept, deletedRepositories, warnings, failures, loss, stop);
  }
}
