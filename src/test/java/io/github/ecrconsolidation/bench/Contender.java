package io.github.ecrconsolidation.bench;

import java.util.List;

/** A program that mirrors images. */
interface Contender {
  /**
   * What it took.
   *
   * @param cpuMilliseconds of all threads of its processes, in user and system mode
   * @param peakMiB the most memory that one process held; 0 if unknown
   */
  record Cost(double cpuMilliseconds, double peakMiB) {
    Cost plus(Cost other) {
      return new Cost(cpuMilliseconds + other.cpuMilliseconds, Math.max(peakMiB, other.peakMiB));
    }
  }

  String name();

  /** Whether it moves the bytes of one layer and nothing else, as a bound for the others. */
  default boolean copiesBlobsOnly() {
    return false;
  }

  /** Whether it can do anything with the image. */
  default boolean canCopy(BenchImage image) {
    return true;
  }

  /**
   * Returns when the image is there.
   *
   * @param events the events of its pushes
   */
  Cost mirror(BenchImage image, List<String> events) throws Exception;
}
