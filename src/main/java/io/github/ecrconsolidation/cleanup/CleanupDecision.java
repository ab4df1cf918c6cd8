package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Image;
import java.time.Instant;
import java.util.Optional;

/** What is to become of one legacy image. */
public sealed interface CleanupDecision {

  /** What it is about. */
  Image image();

  /**
   * It is kept.
   *
   * @param detail what an operator has to know beside the reason; may be empty
   * @param eligibleOn when it is eligible at the earliest if nothing else changes; empty when time
   *     alone does not help
   */
  record Keep(Image image, KeepReason reason, String detail, Optional<Instant> eligibleOn)
      implements CleanupDecision {}

  /** It may be archived. */
  record Archive(Image image) implements CleanupDecision {}

  /** It may be deleted. */
  record Delete(Image image) implements CleanupDecision {}

  /** Whether it is eligible now. */
  default boolean isEligible() {
    return !(this instanceof Keep);
  }
}
