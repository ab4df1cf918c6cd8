package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportedImagesTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-02-01");

  private static Image image(int number) {
    return Images.image(
        Images.image(
            Digest.of(("image " + number).getBytes(UTF_8)),
            Set.of(),
            new MediaType("application/vnd.oci.image.manifest.v1+json"),
            Optional.empty(),
            Status.ACTIVE,
            Instant.parse("2025-01-01T00:00:00Z")),
        100,
        Optional.of(Instant.parse("2025-12-01T10:00:00Z")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  /** Kept until as many days after the first. */
  private static CleanupDecision keep(int days) {
    return new Keep(
        image(days),
        KeepReason.PUSHED_RECENTLY,
        "because",
        Optional.of(FIRST.plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC)));
  }

  private static ReportedImages reported(List<CleanupDecision> decisions) {
    return ReportedImages.of(TagProgress.NONE, CleanupTotals.of(decisions), ImageSum.NONE);
  }

  @Test
  void countsWhatWasRemovedNoMoreAsEligible() {
    var eligible =
        IntStream.range(0, 3).<CleanupDecision>mapToObj(i -> new Delete(image(i))).toList();

    var images =
        ReportedImages.of(TagProgress.NONE, CleanupTotals.of(eligible), new ImageSum(1, 100));

    assertThat(images.all()).isEqualTo(new ImageSum(3, 300));
    assertThat(images.eligibleNow()).isEqualTo(new ImageSum(2, 200));
    assertThat(images.removed()).isEqualTo(new ImageSum(1, 100));
  }

  @Test
  void listsAHundredDaysInTheirOrderAndSumsTheLaterUp() {
    var images = reported(IntStream.range(0, 103).mapToObj(i -> keep(102 - i)).toList());

    assertThat(images.eligibleOn().entrySet())
        .hasSize(101)
        .startsWith(Map.entry("2026-02-01", new ImageSum(1, 100)))
        .endsWith(
            Map.entry("2026-05-11", new ImageSum(1, 100)),
            Map.entry("later", new ImageSum(3, 300)));
  }

  @Test
  void hasExamplesOfEachReason() {
    var kept = reported(List.of(keep(0))).kept();

    assertThat(kept.get("pushedRecently"))
        .isEqualTo(
            new KeptImages(
                1,
                100,
                List.of(
                    new KeptImages.Example(
                        image(0).toString(),
                        "because",
                        "2025-12-01T10:00:00Z",
                        "2026-02-01T00:00:00Z"))));
  }

  @Test
  void readsWhatItHasWritten() {
    var images =
        ReportedImages.of(
            new TagProgress(1, 2, 3, 4, 5),
            CleanupTotals.of(List.of(keep(0), keep(9), new Delete(image(10)))),
            new ImageSum(1, 100));

    var read = ReportedImages.read(JsonObject.parse(JsonObject.write(images)));

    assertThat(read).isEqualTo(images);
    assertThat(List.copyOf(read.eligibleOn().keySet())).containsExactly("2026-02-01", "2026-02-10");
  }

  @Test
  void takesWhatIsAbsentAsNothing() {
    assertThat(ReportedImages.read(JsonObject.parse("{\"tags\":{}}")))
        .isEqualTo(reported(List.of()));
  }

  @Test
  void refusesANumberThatIsNone() {
    var json = JsonObject.parse("{\"tags\":{},\"kept\":{\"notMirrored\":{\"images\":\"many\"}}}");

    assertThatThrownBy(() -> ReportedImages.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images is not a whole number");
  }
}
