package io.github.ecrconsolidation.local;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/** An event as the bus saw it: the text, and what tests ask about it. */
public record BusEvent(String json, String source, String detailType, Map<String, Object> detail) {

  public BusEvent {
    detail = Collections.unmodifiableMap(detail);
  }

  static BusEvent parse(String json) {
    var envelope = JSON.std.mapFrom(json);
    if (envelope.get("source") instanceof String source
        && envelope.get("detail-type") instanceof String detailType
        && envelope.get("detail") instanceof Map<?, ?> fields) {
      var detail = new LinkedHashMap<String, Object>();
      fields.forEach((name, value) -> detail.put(name.toString(), value));
      return new BusEvent(json, source, detailType, detail);
    }
    throw new IllegalArgumentException("not an event: " + json);
  }
}
