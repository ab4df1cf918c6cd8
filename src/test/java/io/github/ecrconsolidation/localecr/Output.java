package io.github.ecrconsolidation.localecr;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.jr.ob.JSON;

/** A JSON object under construction, in the order written; an empty Optional leaves no trace. */
final class Output {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  Output with(String name, Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> with(name, present));
    } else {
      fields.put(name, plain(value));
    }
    return this;
  }

  Output without(String name) {
    fields.remove(name);
    return this;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Output output -> output.fields;
      case List<?> list -> list.stream().map(Output::plain).toList();
      // JSON 1.1 timestamps are epoch seconds with a fraction.
      case Instant instant -> BigDecimal.valueOf(instant.toEpochMilli(), 3);
      case Enum<?> constant -> constant.name();
      default -> value;
    };
  }

  String toJson() {
    return JSON.std.asString(fields);
  }
}
