package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.Departure;
import io.github.ecrconsolidation.cleanup.Departure.Action;
import io.github.ecrconsolidation.cleanup.Journal;
import io.github.ecrconsolidation.cleanup.Reason;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The journal in the log: a line of JSON for each image that goes, enough to find it again. */
record CleanupJournal(RepositoryName consolidated, InstantSource clock, Consumer<String> log)
    implements Journal {

  @Override
  public void goes(Departure departure) {
    var line =
        line(departure.action() == Action.DELETE ? "Deleting" : "Archiving", "INFO", departure);
    var held = departure.image().held();
    line.put("mediaType", held.image().mediaType().value());
    line.put("bytes", held.sizeBytes());
    line.put("pushedAt", held.image().pushedAt().toString());
    held.lastPulledAt().ifPresent(at -> line.put("lastPulledAt", at.toString()));
    held.lastArchivedAt().ifPresent(at -> line.put("lastArchivedAt", at.toString()));
    held.image().subject().ifPresent(subject -> line.put("subject", subject.value()));
    line.put("consolidatedRepository", consolidated.value());
    var tags = new TreeMap<String, Object>();
    departure.consolidatedTags().forEach((tag, goal) -> tags.put(tag.value(), goal.value()));
    line.put("consolidatedTags", new ArrayList<>(tags.values()));
    log.accept(JsonObject.write(line));
  }

  @Override
  public void stayed(Departure departure, Reason reason, String detail) {
    var line = line("Stayed", "WARN", departure);
    line.put("reason", reason.name());
    line.put("detail", detail);
    log.accept(JsonObject.write(line));
  }

  private Map<String, Object> line(String outcome, String level, Departure departure) {
    var line = new LinkedHashMap<String, Object>();
    line.put("timestamp", clock.instant().toString());
    line.put("level", level);
    line.put("outcome", outcome);
    line.put("repository", departure.image().repository().value());
    line.put("digest", departure.image().digest().value());
    line.put(
        "tags", departure.image().held().image().tags().stream().sorted().map(Tag::value).toList());
    return line;
  }
}
