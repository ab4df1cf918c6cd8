package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Deletes legacy repositories that hold nothing any more, never by force. It runs last, when
 * nothing is left to be removed: with a repository, the count of its removals is lost, too.
 */
final class EmptyRepositories {
  private final CleanupPolicy policy;
  private final EcrCleanup registry;
  private final Supplier<Optional<String>> brake;
  private final Deadline deadline;

  /**
   * @param brake why nothing may be removed at all; asked before every deletion
   */
  EmptyRepositories(
      CleanupPolicy policy,
      EcrCleanup registry,
      Supplier<Optional<String>> brake,
      Deadline deadline) {
    this.policy = policy;
    this.registry = registry;
    this.brake = brake;
    this.deadline = deadline;
  }

  /** Deletes those of {@code plan} that are empty. */
  RunState delete(CleanupPlan plan, RunState begun) {
    var state = begun;
    for (var repository : plan.repositories()) {
      if (state.goesOn() && isEligible(repository, state)) {
        state = deleted(repository, state);
      }
    }
    return state;
  }

  /**
   * An empty repository is kept until its windows have passed, too; while its name decides who owns
   * a tag; and when it has a key of its own: what becomes of mounted layers then is not known.
   */
  private boolean isEligible(RepositoryPlan plan, RunState state) {
    var repository = plan.repository();
    var now = deadline.clock().instant();
    var done = state.of(repository.name());
    return done.removed() + done.removedByOthers() == repository.images().size()
        && !repository.repository().createdAt().plus(policy.rollbackWindow()).isAfter(now)
        && policy.begin().filter(begin -> !begin.isAfter(now)).isPresent()
        && repository.hold() == Hold.NONE
        && plan.graphs().claimants().size() <= 1
        && repository.repository().encryption().type().equals("AES256");
  }

  private RunState deleted(RepositoryPlan plan, RunState state) {
    var name = plan.repository().name();
    try {
      var braked = brake.get();
      if (braked.isPresent()) {
        return state.failed(List.of(braked.get())).stopped(Stop.ON_HOLD);
      }
      if (LegacyRepository.hold(registry.resourceTags(name)) == Hold.NONE
          && registry.images(name).isEmpty()) {
        registry.deleteRepository(name);
        return state.deleted(name);
      }
      return state;
    } catch (RegistryException e) {
      if (e.isOutOfTime()) {
        return state.stopped(Stop.OUT_OF_TIME);
      }
      return e.code().equals("RepositoryNotEmptyException")
          ? state
          : state.failed(List.of("%s: %s".formatted(name, e.getMessage())));
    }
  }
}
