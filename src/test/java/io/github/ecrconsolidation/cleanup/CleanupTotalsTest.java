package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Archive;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CleanupTotalsTest {
  private static final Instant EVENING = Instant.parse("2026-07-01T23:59:59Z");

  @Test
  void addsUpImagesAndTheirBytes() {
    var totals =
        CleanupTotals.of(
            List.of(
                new Delete(image("one", 1)),
                new Archive(image("two", 10)),
                keep(image("three", 100), KeepReason.NOT_MIRRORED, Optional.empty())));

    assertThat(totals.images().images()).isEqualTo(3);
    assertThat(totals.images().bytes()).isEqualTo(111);
    assertThat(totals.eligible().images()).isEqualTo(2);
    assertThat(totals.eligible().bytes()).isEqualTo(11);
    assertThat(totals.kept()).containsOnlyKeys(KeepReason.NOT_MIRRORED);
    assertThat(totals.eligibleOn()).isEmpty();
  }

  @Test
  void givesTheFirstThreeOfEachReasonAsExamples() {
    var kept =
        IntStream.range(0, 4)
            .mapToObj(i -> keep(image("" + i, 1), KeepReason.ON_HOLD, Optional.empty()))
            .map(CleanupDecision.class::cast)
            .toList();

    var totals = CleanupTotals.of(kept).kept();

    assertThat(totals).containsOnlyKeys(KeepReason.ON_HOLD);
    assertThat(totals.values())
        .allSatisfy(it -> assertThat(it.sum().images()).isEqualTo(4))
        .allSatisfy(it -> assertThat(it.sum().bytes()).isEqualTo(4))
        .allSatisfy(it -> assertThat(it.examples()).isEqualTo(kept.subList(0, 3)));
  }

  @Test
  void countsWhatTimeLetsGoByTheDayInUtc() {
    var totals =
        CleanupTotals.of(
            List.of(
                keep(image("one", 1), KeepReason.PUSHED_RECENTLY, Optional.of(EVENING)),
                keep(image("two", 2), KeepReason.PULLED_RECENTLY, Optional.of(EVENING)),
                keep(
                    image("three", 4),
                    KeepReason.PUSHED_RECENTLY,
                    Optional.of(EVENING.plusSeconds(1)))));

    assertThat(totals.eligibleOn())
        .containsOnlyKeys(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 7, 2));
    assertThat(totals.eligibleOn())
        .hasEntrySatisfying(LocalDate.of(2026, 7, 1), sum -> assertThat(sum.bytes()).isEqualTo(3));
  }

  private static Keep keep(Image image, KeepReason reason, Optional<Instant> eligibleOn) {
    return new Keep(image, reason, "", eligibleOn);
  }

  private static Image image(String name, long bytes) {
    var image =
        Images.image(
            Digest.of(name.getBytes(UTF_8)),
            Set.of(),
            new MediaType("application/vnd.oci.image.manifest.v1+json"),
            Optional.empty(),
            Status.ACTIVE,
            EVENING);
    return Images.sized(image, bytes);
  }
}
