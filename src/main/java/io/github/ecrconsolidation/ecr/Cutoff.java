package io.github.ecrconsolidation.ecr;

import java.time.Duration;

/**
 * Cuts off what is in flight when the time is over, unless it ends before.
 *
 * @param thread waits for the end of the time
 */
record Cutoff(Thread thread) implements AutoCloseable {

  /** Runs {@code cut} after {@code left}; closing it takes that back. */
  static Cutoff after(Duration left, Runnable cut) {
    return new Cutoff(
        Thread.ofVirtual()
            .name("cut-off")
            .start(() -> {
              try {
                Thread.sleep(left);
                cut.run();
              } catch (InterruptedException endedBefore) {
                Thread.currentThread().interrupt();
              }
            }));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
