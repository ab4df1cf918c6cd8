package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mirror.MirrorResult;
import io.github.ecrconsolidation.mirror.MirrorResult.AlreadyMirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MirrorReportTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Digest DIGEST = new Digest("sha256:" + "0123456789abcdef".repeat(4));
  private static final MirrorRequest REQUEST =
      new OfTag(
          new ImageReference(new RepositoryName("ml-platform/backend"), new Tag("v1")),
          Optional.of(DIGEST));

  @Test
  void tellsInOneLineWhatHappenedToWhichImageAndWhatItCost() {
    var line = report(new Mirrored(DIGEST, Optional.of(new Tag("backend-v1")))).line(NOW);

    assertThat(line).doesNotContain("\n");
    assertThat(JsonObject.parse(line).members())
        .containsEntry("timestamp", "2026-01-02T03:04:05Z")
        .containsEntry("level", "INFO")
        .containsEntry("outcome", "Mirrored")
        .containsEntry("repository", "ml-platform/backend")
        .containsEntry("tag", "v1")
        .containsEntry("digest", DIGEST.value())
        .containsEntry("consolidatedRepository", "data-platform-dev")
        .containsEntry("consolidatedTag", "backend-v1")
        .containsEntry("mountedBlobs", 2)
        .containsEntry("MountedBytes", 300)
        .containsEntry("streamedBlobs", 1)
        .containsEntry("StreamedBytes", 40)
        .containsEntry("MountsRepeatedAsUploads", 1)
        .containsEntry("requests", 9)
        .containsEntry("DurationMilliseconds", 1250);
  }

  /** A message may be quoted in it, and has up to 256 KB. */
  @Test
  void cutsALongReason() {
    var report = report(new Refused("BadMessage", "x".repeat(250_000)));

    assertThat(report.line(NOW).length()).isLessThan(4_000);
    assertThat(JsonObject.write(report.event().orElseThrow().detail()).length()).isLessThan(4_000);
  }

  @Test
  void embedsOnlyMetricsThatTheLineHasValuesFor() {
    var line = JsonObject.parse(report(new NothingToDo("gone")).line(NOW));
    var directive = line.object("_aws").orElseThrow().objects("CloudWatchMetrics").getFirst();

    assertThat(directive.text("Namespace")).contains("EcrConsolidation");
    assertThat(directive.objects("Metrics"))
        .isNotEmpty()
        .allSatisfy(
            metric -> assertThat(line.number(metric.text("Name").orElseThrow())).isPresent());
    assertThat(line.has("consolidatedRepository")).isTrue();
  }

  @Test
  void tellsHowLongAPushWasOnItsWay() {
    var mirrored = new Mirrored(DIGEST, Optional.empty());

    assertThat(latency(mirrored, Optional.of(NOW.minusSeconds(3)))).contains(3000L);
    assertThat(latency(mirrored, Optional.empty())).isEmpty();
    assertThat(latency(mirrored, Optional.of(NOW.plusSeconds(60)))).isEmpty();
    assertThat(latency(new AlreadyMirrored(DIGEST, Optional.empty()), Optional.of(NOW))).isEmpty();
  }

  private static Optional<Long> latency(MirrorResult result, Optional<Instant> pushedAt) {
    return JsonObject.parse(report(result, pushedAt).line(NOW)).number("MirrorLatencyMilliseconds");
  }

  @Test
  void saysWhetherAMirroredImageChangedAnything() {
    assertThat(event(new Mirrored(DIGEST, Optional.empty()))).containsEntry("changed", true);
    assertThat(event(new AlreadyMirrored(DIGEST, Optional.empty())))
        .containsEntry("changed", false);
  }

  @Test
  void tellsThoseWhoWaitWhyAnImageWillNotCome() {
    var report = report(new Refused("DockerSchema1", "too old"));

    assertThat(report.event().orElseThrow().detailType()).isEqualTo("Image Mirror Failed");
    assertThat(event(new Refused("DockerSchema1", "too old")))
        .containsEntry("repository-name", "ml-platform/backend")
        .containsEntry("image-tag", "v1")
        .containsEntry("image-digest", DIGEST.value())
        .containsEntry("consolidated-repository", "data-platform-dev")
        .containsEntry("code", "DockerSchema1")
        .containsEntry("reason", "too old");
  }

  @Test
  void publishesNothingWhenNothingWasToDo() {
    assertThat(report(new NothingToDo("gone")).event()).isEmpty();
  }

  private static Map<String, Object> event(MirrorResult result) {
    return report(result).event().orElseThrow().detail();
  }

  private static MirrorReport report(MirrorResult result) {
    return report(result, Optional.empty());
  }

  private static MirrorReport report(MirrorResult result, Optional<Instant> pushedAt) {
    return new MirrorReport(
        "message-1",
        new RepositoryName("data-platform-dev"),
        Optional.of(new MirrorMessage.Received(REQUEST, pushedAt)),
        result,
        new TransferStats(9, 2, 300, 1, 40, 1),
        Duration.ofMillis(1250));
  }
}
