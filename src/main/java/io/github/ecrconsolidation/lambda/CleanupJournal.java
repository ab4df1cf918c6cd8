package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.Journal;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.ProvenImage;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The journal in the log: a line of JSON for each removed image, enough to find it again. */
record CleanupJournal(RepositoryName consolidated, InstantSource clock, Consumer<String> log)
    implements Journal {

  @Override
  public void removing(ProvenImage image, Mode mode) {
    var line = line(mode == Mode.DELETE ? "Deleting" : "Archiving", "INFO", image);
    var legacy = image.image();
    line.put("mediaType", legacy.mediaType().value());
    line.put("bytes", legacy.sizeBytes());
    line.put("pushedAt", legacy.pushedAt().toString());
    legacy.lastPulledAt().ifPresent(at -> line.put("lastPulledAt", at.toString()));
    legacy.lastArchivedAt().ifPresent(at -> line.put("lastArchivedAt", at.toString()));
    legacy.subject().ifPresent(subject -> line.put("subject", subject.value()));
    line.put("consolidatedRepository", consolidated.value());
    line.put(
        "consolidatedTags", image.targets().values().stream().sorted().map(Tag::value).toList());
    log.accept(JsonObject.write(line));
  }

  @Override
  public void kept(ProvenImage image, KeepReason reason, String detail) {
    var line = line("Kept", "WARN", image);
    line.put("reason", reason.name());
    line.put("detail", detail);
    log.accept(JsonObject.write(line));
  }

  private Map<String, Object> line(String outcome, String level, ProvenImage image) {
    var line = new LinkedHashMap<String, Object>();
    line.put("timestamp", clock.instant().toString());
    line.put("level", level);
    line.put("outcome", outcome);
    line.put("repository", image.image().repository().value());
    line.put("digest", image.digest().value());
    line.put("tags", image.image().tags().stream().sorted().map(Tag::value).toList());
    return line;
  }
}
