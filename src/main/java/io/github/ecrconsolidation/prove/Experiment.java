package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.prove.Observation.Open;

/**
 * One assumption and how to see whether it holds. Each experiment works on images of its own, so
 * that none can disturb another; whatever it throws makes its own line undetermined.
 */
interface Experiment {

  Assumption assumption();

  /** Does what is to be done, and looks at once. {@link Open} when it shows later only. */
  Observation observe(Bench bench);

  /** Looks at what {@link #observe} left open, perhaps in another process and days later. */
  default Observation later(Bench bench) {
    return new Open("there is nothing to look at later");
  }

  /** Whether {@link #later} has something to look at. */
  default boolean looksLater() {
    return false;
  }
}
