package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.Deadline;
import java.util.List;
import java.util.Optional;

/**
 * Carries a plan out, batch by batch. A batch begins only if everything before it succeeded; the
 * next run continues, as the registry is the only memory.
 */
final class Cleaner {
  private final BatchSteps steps;
  private final Allowance allowance;
  private final Deadline deadline;

  Cleaner(BatchSteps steps, Allowance allowance, Deadline deadline) {
    this.steps = steps;
    this.allowance = allowance;
    this.deadline = deadline;
  }

  /** First one image of every repository, each verified alone; then all others. */
  RunState run(List<BatchQueue> queues, RunState begun) {
    var state = begun;
    for (var queue : queues) {
      var first = next(queue, state);
      if (first.isPresent()) {
        state = settled(first.get(), queue, state);
      }
    }
    for (var queue : queues) {
      for (var batch = next(queue, state); batch.isPresent(); batch = next(queue, state)) {
        state = settled(batch.get(), queue, state);
      }
    }
    return isDone(queues, state) ? state : state.stopped(allowance.because());
  }

  private static boolean isDone(List<BatchQueue> queues, RunState state) {
    return queues.stream().allMatch(queue -> queue.left(state).isEmpty());
  }

  /** The next batch of {@code queue}; empty if none may begin. */
  private Optional<Batch> next(BatchQueue queue, RunState state) {
    return state.goesOn()
        ? queue.next(state, allowance.left(queue.repository(), state))
        : Optional.empty();
  }

  private RunState settled(Batch batch, BatchQueue queue, RunState state) {
    return deadline.remaining().isZero()
        ? state.stopped(Stop.OUT_OF_TIME)
        : steps.settle(batch, queue, state);
  }
}
