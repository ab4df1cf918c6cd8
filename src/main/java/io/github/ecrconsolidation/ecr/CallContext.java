package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Descriptor;
import java.util.concurrent.atomic.LongAdder;

/** One piece of work against the registry: the time it has, and what it has cost so far. */
public final class CallContext {
  private final Deadline deadline;
  private final LongAdder requests = new LongAdder();
  private final LongAdder mountedBlobs = new LongAdder();
  private final LongAdder mountedBytes = new LongAdder();
  private final LongAdder streamedBlobs = new LongAdder();
  private final LongAdder streamedBytes = new LongAdder();
  private final LongAdder repeatedMounts = new LongAdder();
  private volatile boolean cutOff;

  public CallContext(Deadline deadline) {
    this.deadline = deadline;
  }

  /** The time this attempt has. */
  public Deadline deadline() {
    return deadline;
  }

  /** What it has cost so far. */
  public TransferStats transfers() {
    return new TransferStats(
        requests.sum(),
        mountedBlobs.sum(),
        mountedBytes.sum(),
        streamedBlobs.sum(),
        streamedBytes.sum(),
        repeatedMounts.sum());
  }

  void countRequest() {
    requests.increment();
  }

  void countMounted(Descriptor blob) {
    mountedBlobs.increment();
    mountedBytes.add(blob.sizeBytes());
  }

  void countStreamed(Descriptor blob) {
    streamedBlobs.increment();
    streamedBytes.add(blob.sizeBytes());
  }

  void countRepeatedMount() {
    repeatedMounts.increment();
  }

  /** Runs {@code cut} at the deadline; from then on {@link #isCutOff}. */
  Cutoff cutoff(Runnable cut) {
    return Cutoff.after(
        deadline.remaining(),
        () -> {
          cutOff = true;
          cut.run();
        });
  }

  /** Whether something in flight was cut off at the deadline. */
  boolean isCutOff() {
    return cutOff;
  }
}
