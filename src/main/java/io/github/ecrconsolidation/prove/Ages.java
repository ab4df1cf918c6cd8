package io.github.ecrconsolidation.prove;

import java.time.Duration;

/** Durations as people say them. */
final class Ages {
  private Ages() {}

  static String text(Duration age) {
    return age.toHours() > 0 ? age.toHours() + " h" : age.toMinutes() + " min";
  }
}
