package io.github.ecrconsolidation.ecr;

import java.time.Duration;

/** Cuts off what is in flight when the time is over, unless it ends before. */
final class Cutoff implements AutoCloseable {
  private final Thread thread;

  private Cutoff(Thread thread) {
    this.thread = thread;
  }

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
