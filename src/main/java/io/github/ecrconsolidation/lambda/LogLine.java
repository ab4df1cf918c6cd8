package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of JSON for the log, its members in the order in which they are added. Time and level
 * are those that Lambda's log format JSON filters by (Lambda developer guide, "Log-level
 * filtering").
 */
final class LogLine {
  private final Instant at;
  private final Map<String, Object> members = new LinkedHashMap<>();

  /** How much a line matters. */
  enum Level {
    INFO,
    /** May pass by itself, or needs a look some day. */
    WARN,
    /** Requires manual action. */
    ERROR
  }

  LogLine(Instant at, Level level) {
    this.at = at;
    with("timestamp", at.toString()).with("level", level.name());
  }

  LogLine with(String name, Object value) {
    members.put(name, value);
    return this;
  }

  /** Adds the member if there is a value. */
  LogLine withOptional(String name, Optional<?> value) {
    value.ifPresent(it -> with(name, it));
    return this;
  }

  LogLine withAll(Map<String, ?> more) {
    members.putAll(more);
    return this;
  }

  /** Adds metrics; the line must have their dimension. */
  LogLine withMetrics(EmbeddedMetrics metrics) {
    return withAll(metrics.members(at));
  }

  @Override
  public String toString() {
    return JsonObject.write(members);
  }
}
