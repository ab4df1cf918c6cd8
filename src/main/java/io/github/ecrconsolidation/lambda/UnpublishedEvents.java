package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * Events that the bus did not take. What they tell was done and logged, so the work is not repeated
 * for them: a log line and its metric tell that they were not delivered.
 */
record UnpublishedEvents(RepositoryName consolidated, int count, String reason) {

  /** One line of JSON with the metric {@code EventsNotPublished}. */
  String line(Instant now) {
    var line = new LinkedHashMap<String, Object>();
    line.put("timestamp", now.toString());
    line.put("level", "WARN");
    line.put("message", reason);
    line.put("consolidatedRepository", consolidated.value());
    line.putAll(new EmbeddedMetrics().count("EventsNotPublished", count).members(now));
    return JsonObject.write(line);
  }
}
