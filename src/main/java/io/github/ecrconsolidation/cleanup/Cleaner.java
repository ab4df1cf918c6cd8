package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.registry.Deadline;
import java.util.List;

/**
 * Carries a plan out, batch by batch. A batch begins only if everything before it went well; the
 * next run goes on, as the registry is the only memory.
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
      state = batch(queue, state);
    }
    for (var queue : queues) {
      state = allOf(queue, state);
    }
    return isDone(queues, state) ? state : state.stopped(allowance.because());
  }

  private RunState allOf(BatchQueue queue, RunState begun) {
    var state = begun;
    while (true) {
      var next = batch(queue, state);
      if (next == state) {
        return state;
      }
      state = next;
    }
  }

  private static boolean isDone(List<BatchQueue> queues, RunState state) {
    return queues.stream().allMatch(queue -> queue.left(state).isEmpty());
  }

  /** The next batch of {@code queue}; the very same state if none may begin. */
  private RunState batch(BatchQueue queue, RunState state) {
    if (!state.goesOn()) {
      return state;
    }
    var batch = queue.next(state, allowance.left(queue.repository(), state));
    if (batch.isPresent() && deadline.remaining().isZero()) {
      return state.stopped(Stop.OUT_OF_TIME);
    }
    return batch.map(next -> steps.settle(next, queue, state)).orElse(state);
  }
}
