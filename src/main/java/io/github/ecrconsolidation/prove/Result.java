package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import io.github.ecrconsolidation.prove.Observation.Undetermined;

/** An assumption and what was seen of it. */
public record Result(Assumption assumption, Observation observation) {

  /** One word for it: holds, DIFFERS, open or UNKNOWN. */
  public String word() {
    return switch (observation) {
      case Holds _ -> "holds";
      case Differs _ -> "DIFFERS";
      case Open _ -> "open";
      case Undetermined _ -> "UNKNOWN";
    };
  }

  /** Whether the product relies on it and it does not hold. */
  boolean fails() {
    return assumption.isRequired() && observation instanceof Differs;
  }

  /** Whether the product relies on it and nothing was seen of it. */
  boolean isUnknown() {
    return assumption.isRequired() && isUndetermined();
  }

  /** Whether nothing was seen of it. */
  boolean isUndetermined() {
    return observation instanceof Undetermined;
  }

  /** Whether the product relies on it and it shows later only. */
  boolean isOpen() {
    return assumption.isRequired() && observation instanceof Open;
  }
}
