package io.github.ecrconsolidation.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows images, whose base layer a registry holds or not, through all three functions. */
class ForeignLayersIT {

  static Stream<TestImage> images() {
    return Stream.of(
        TestImages.withForeignLayer("not held"),
        TestImages.withPushedForeignLayer("held"),
        TestImages.withEmptyUrls("not foreign"));
  }

  @ParameterizedTest
  @MethodSource("images")
  void isRequestedMirroredAndInPlaceThen(TestImage windows) {
    try (var landscape = ReconcileLandscape.start()) {
      landscape.ecr.push(ReconcileLandscape.BACKEND, windows, "v1");

      landscape.reconcile("{}");
      landscape.mirrorRequested();
      var result = landscape.reconcile("{}");

      assertThat(landscape.tags()).isEqualTo(Map.of("backend-v1", windows.digest()));
      assertThat(ReconcileLandscape.decisions(result))
          .containsEntry("inPlace", 1)
          .containsEntry("missing", 0);
      assertThat(landscape.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void isRemovedWhereTheCopyHasAllThatTheLegacyRepositoryHolds(TestImage windows) {
    try (var landscape = new CleanupLandscape()) {
      landscape.mirrored(CleanupLandscape.BACKEND, windows, "v1");
      landscape.days(31);

      assertThat(CleanupLandscape.removed(landscape.run(CleanupLandscape.DELETE))).isEqualTo(1);
    }
  }
}
