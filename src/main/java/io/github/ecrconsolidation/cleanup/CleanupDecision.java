package io.github.ecrconsolidation.cleanup;

import java.time.Instant;
import java.util.Optional;

/** What is to become of one legacy image. */
public sealed interface CleanupDecision {

  /** What it is about. */
  LegacyImage image();

  /**
   * It is kept.
   *
   * @param detail what an operator has to know beside the reason; may be empty
   * @param eligibleOn when it is eligible at the earliest if nothing else changes; empty when time
   *     alone does not help
   */
  record Keep(LegacyImage image, KeepReason reason, String detail, Optional<Instant> eligibleOn)
      implements CleanupDecision {}

  /** It may be archived. */
  record Archive(LegacyImage image) implements CleanupDecision {}

  /** It may be deleted. */
  record Delete(LegacyImage image) implements CleanupDecision {}

  /** Whether it is eligible now. */
  default boolean isEligible() {
    return !(this instanceof Keep);
  }
}
