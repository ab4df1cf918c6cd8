package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

/** Is there room for all images? */
final class RoomCheck {
  /**
   * Images per repository (ECR service quotas); it can be raised, which is seen from here only by
   * more images than these.
   */
  private static final int IMAGE_QUOTA = 100_000;

  private RoomCheck() {}

  static PreflightFinding check(PreflightInput input) {
    var now = input.registry().consolidated().images().size();
    var least = now + input.growth().sure();
    var most = least + input.growth().possible();
    var full = now == IMAGE_QUOTA || (now < IMAGE_QUOTA && least > IMAGE_QUOTA);
    var near = most > IMAGE_QUOTA / 10 * 8;
    return new PreflightFinding(
        full ? ERROR : near ? WARNING : INFO,
        FindingCode.IMAGE_QUOTA,
        "%s holds %d images, %s after a backfill; the quota is %d unless it was raised"
            .formatted(
                input.consolidated().name(),
                now,
                least == most ? "" + least : "%d to %d".formatted(least, most),
                IMAGE_QUOTA));
  }
}
