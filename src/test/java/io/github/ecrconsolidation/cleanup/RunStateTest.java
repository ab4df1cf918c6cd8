package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private static Image image(String name, String mediaType) {
    return Images.sized(
        Images.image(
            Digest.of(name.getBytes(StandardCharsets.UTF_8)),
            Set.of(),
            new MediaType(mediaType),
            Optional.empty(),
            Image.Status.ACTIVE,
            Instant.EPOCH),
        100);
  }

  private static Keep keep(Image image, KeepReason reason) {
    return new Keep(image, reason, "", Optional.empty());
  }

  @Test
  void addsUpBatchesOfEachRepositoryAndOfAll() {
    var images = List.of(image("one", IMAGE), image("two", IMAGE));

    var state =
        RunState.BEGUN
            .taken(BACKEND, 2)
            .settled(BACKEND, 2, images)
            .taken(BACKEND, 3)
            .settled(BACKEND, 3, List.of(image("three", IMAGE)))
            .removedByOthers(BACKEND, 1)
            .settled(WEB, 1, List.of());

    var backend = state.of(BACKEND);
    assertThat(backend.taken()).isEqualTo(5);
    assertThat(backend.settled()).isEqualTo(5);
    assertThat(backend.removed()).isEqualTo(3);
    assertThat(backend.removedByOthers()).isEqualTo(1);
    assertThat(state.settled()).isEqualTo(6);
    assertThat(state.removed()).isEqualTo(3);
    assertThat(state.removedBytes()).isEqualTo(300);
    assertThat(state.of(WEB).removed()).isZero();
  }

  @Test
  void countsTheBytesOfAnIndexInItsImagesOnly() {
    var state =
        RunState.BEGUN.settled(BACKEND, 2, List.of(image("index", INDEX), image("child", IMAGE)));

    assertThat(state.removedBytes()).isEqualTo(100);
  }

  @Test
  void countsEachKeptImageOnceForItsFirstReason() {
    var one = image("one", IMAGE);
    var state =
        RunState.BEGUN
            .kept(List.of(keep(one, KeepReason.CHANGED)))
            .taken(BACKEND, 1)
            .kept(
                BACKEND,
                List.of(
                    keep(one, KeepReason.REFUSED), keep(image("two", IMAGE), KeepReason.REFUSED)));

    assertThat(state.kept()).isEqualTo(Map.of(KeepReason.CHANGED, 1, KeepReason.REFUSED, 1));
    assertThat(state.of(BACKEND).kept()).hasSize(2);
    assertThat(state.of(BACKEND).taken()).isEqualTo(1);
  }

  @Test
  void theFirstReasonToStopIsKeptButALossComesBeforeAll() {
    var stopped = RunState.BEGUN.stopped(Stop.OUT_OF_TIME).stopped(Stop.ON_HOLD);

    assertThat(RunState.BEGUN.goesOn()).isTrue();
    assertThat(stopped.stop()).isEqualTo(Stop.OUT_OF_TIME);
    assertThat(stopped.goesOn()).isFalse();
    assertThat(stopped.lost("a layer").stop()).isEqualTo(Stop.LOSS);
    assertThat(stopped.lost("a layer").loss()).contains("a layer");
  }

  @Test
  void isNotChangedByWhatComesAfter() {
    var before = RunState.BEGUN.taken(BACKEND, 1).failed(List.of("one"));

    var after = before.taken(BACKEND, 1).failed(List.of("two")).warned(List.of("w")).deleted(WEB);

    assertThat(before.of(BACKEND).taken()).isEqualTo(1);
    assertThat(before.failures()).containsExactly("one");
    assertThat(after.failures()).containsExactly("one", "two");
    assertThat(after.warnings()).containsExactly("w");
    assertThat(after.deletedRepositories()).containsExactly(WEB);
  }
}
