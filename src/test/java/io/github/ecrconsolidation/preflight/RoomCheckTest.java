package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.PreflightInput.Growth;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomCheckTest {

  /** The one image that is there counts. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, INFO, 1 after",
    "79999, 0, INFO, 80000 after",
    "80000, 0, WARNING, 80001 after",
    "99999, 1, WARNING, 100000 to 100001 after",
    "100000, 0, ERROR, 100001 after"
  })
  void weighsTheImagesAfterABackfillAgainstTheQuota(
      int sure, int possible, Severity severity, String after) {
    var world = new PreflightWorld().push(PreflightWorld.CONSOLIDATED, "image", "backend-v1");
    world.growth = new Growth(sure, possible);

    var finding = RoomCheck.check(world.input());

    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.summary())
        .startsWith("imageQuota: data-platform-dev holds 1 images, " + after);
  }

  /** Nothing else lets a repository hold more. */
  @Test
  void knowsThatTheQuotaWasRaisedWhereMoreImagesAreThere() {
    var world = new PreflightWorld();
    IntStream.rangeClosed(1, 100_001)
        .forEach(i -> world.push(PreflightWorld.CONSOLIDATED, "image" + i));

    assertThat(RoomCheck.check(world.input()).severity()).isEqualTo(Severity.WARNING);
  }
}
