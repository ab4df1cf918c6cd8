package io.github.ecrconsolidation.localecr;

import java.io.IOException;

/** What a person may ask a {@link LocalEcr} besides the APIs of ECR, below {@code /_local/}. */
@FunctionalInterface
public interface ControlRequest {
  /**
   * The answer to this body, in JSON.
   *
   * @throws IllegalArgumentException for a body that cannot be understood: the status is 400
   * @throws IllegalStateException if it fails: the status is 500
   */
  String answer(String body) throws IOException;
}
