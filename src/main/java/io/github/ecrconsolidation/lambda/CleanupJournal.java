package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.Journal;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.ProvenImage;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** The journal in the log: a line of JSON for each removed image, enough to find it again. */
record CleanupJournal(RepositoryName consolidated, InstantSource clock, Consumer<String> log)
    implements Journal {

  @Override
  public void removing(ProvenImage image, Mode mode) {
    var legacy = image.image();
    log.accept(
        line(Level.INFO, mode == Mode.DELETE ? "Deleting" : "Archiving", image)
            .with("mediaType", legacy.mediaType().value())
            .with("bytes", legacy.sizeBytes())
            .with("pushedAt", legacy.pushedAt().toString())
            .withOptional("lastPulledAt", legacy.lastPulledAt().map(Instant::toString))
            .withOptional("lastArchivedAt", legacy.lastArchivedAt().map(Instant::toString))
            .withOptional("subject", legacy.subject().map(Digest::value))
            .with("consolidatedRepository", consolidated.value())
            .with("consolidatedTags", sorted(image.targets().values()))
            .toString());
  }

  @Override
  public void kept(ProvenImage image, KeepReason reason, String detail) {
    log.accept(
        line(Level.WARN, "Kept", image)
            .with("reason", reason.name())
            .with("detail", detail)
            .toString());
  }

  private LogLine line(Level level, String outcome, ProvenImage image) {
    return new LogLine(clock.instant(), level)
        .with("outcome", outcome)
        .with("repository", image.image().repository().value())
        .with("digest", image.digest().value())
        .with("tags", sorted(image.image().tags()));
  }

  private static List<String> sorted(Collection<Tag> tags) {
    return tags.stream().sorted().map(Tag::value).toList();
  }
}
