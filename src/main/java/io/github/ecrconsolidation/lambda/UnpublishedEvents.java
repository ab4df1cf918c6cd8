package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Instant;

/**
 * Events that the bus did not take. What they tell was done and logged, so the work is not repeated
 * for them: a log line and its metric tell that they were not delivered.
 */
record UnpublishedEvents(RepositoryName consolidated, int count, String reason) {

  /** One line of JSON with the metric {@code EventsNotPublished}. */
  String line(Instant now) {
    return new LogLine(now, Level.WARN)
        .with("message", reason)
        .with("consolidatedRepository", consolidated.value())
        .withMetrics(new EmbeddedMetrics().count("EventsNotPublished", count))
        .toString();
  }
}
