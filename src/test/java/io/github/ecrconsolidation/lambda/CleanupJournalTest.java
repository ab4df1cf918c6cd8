package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.ProvenImage;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of an image that was removed: enough to find it again. */
class CleanupJournalTest {
  private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
  private static final Digest SUBJECT = Digest.of("subject".getBytes(UTF_8));
  private static final Image IMAGE =
      Images.image(
          Digest.of("image".getBytes(UTF_8)),
          Set.of(new Tag("v1"), new Tag("latest")),
          new MediaType("application/vnd.oci.image.manifest.v1+json"),
          Optional.of(SUBJECT),
          Status.ACTIVE,
          Instant.parse("2026-01-01T00:00:00Z"));

  private final List<String> log = new ArrayList<>();
  private final CleanupJournal journal =
      new CleanupJournal(
          new RepositoryName("data-platform-dev"), InstantSource.fixed(NOW), log::add);

  @Test
  void writesDownWhatWasRemovedAndWhereItIsNow() {
    journal.removing(
        proven(
            Images.image(
                IMAGE,
                1234,
                Optional.of(Instant.parse("2026-01-02T00:00:00Z")),
                Optional.of(Instant.parse("2026-01-03T00:00:00Z")),
                Optional.empty(),
                Optional.empty(),
                Set.of())),
        Mode.DELETE);

    assertThat(line().members())
        .containsEntry("timestamp", "2026-03-02T00:00:00Z")
        .containsEntry("level", "INFO")
        .containsEntry("outcome", "Deleting")
        .containsEntry("repository", "ml-platform/backend")
        .containsEntry("digest", IMAGE.digest().value())
        .containsEntry("tags", List.of("latest", "v1"))
        .containsEntry("mediaType", IMAGE.mediaType().value())
        .containsEntry("bytes", 1234)
        .containsEntry("pushedAt", "2026-01-01T00:00:00Z")
        .containsEntry("lastPulledAt", "2026-01-02T00:00:00Z")
        .containsEntry("lastArchivedAt", "2026-01-03T00:00:00Z")
        .containsEntry("subject", SUBJECT.value())
        .containsEntry("consolidatedRepository", "data-platform-dev")
        .containsEntry("consolidatedTags", List.of("backend-latest", "backend-v1"));
  }

  @Test
  void leavesOutWhatNeverHappened() {
    journal.removing(proven(IMAGE), Mode.DELETE);

    assertThat(line().members()).doesNotContainKeys("lastPulledAt", "lastArchivedAt");
  }

  @Test
  void tellsAnArchivedImageFromADeletedOne() {
    journal.removing(proven(IMAGE), Mode.ARCHIVE);

    assertThat(line().text("outcome")).contains("Archiving");
  }

  @Test
  void warnsOfWhatWasKeptAfterAll() {
    journal.kept(proven(IMAGE), KeepReason.CHANGED, "it got the tag v2");

    assertThat(line().members())
        .containsEntry("level", "WARN")
        .containsEntry("outcome", "Kept")
        .containsEntry("digest", IMAGE.digest().value())
        .containsEntry("reason", "CHANGED")
        .containsEntry("detail", "it got the tag v2");
  }

  private static ProvenImage proven(Image image) {
    return new ProvenImage(
        image,
        Map.of(new Tag("v1"), new Tag("backend-v1"), new Tag("latest"), new Tag("backend-latest")),
        Set.of(image.digest()),
        Set.of());
  }

  private JsonObject line() {
    assertThat(log).singleElement().asString().doesNotContain("\n");
    return JsonObject.parse(log.getFirst());
  }
}
