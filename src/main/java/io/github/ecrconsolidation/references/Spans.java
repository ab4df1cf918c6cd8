package io.github.ecrconsolidation.references;

import java.util.Map;
import java.util.TreeMap;

/** Parts of a text, to ask whether a place is in one of them. */
final class Spans {
  private final TreeMap<Integer, Integer> ends = new TreeMap<>();

  void add(Span span) {
    ends.merge(span.start(), span.end(), Math::max);
  }

  /** Whether {@code at} is in one; spans that overlap count as far as the nearest one reaches. */
  boolean contain(int at) {
    Map.Entry<Integer, Integer> nearest = ends.floorEntry(at);
    return nearest != null && at < nearest.getValue();
  }
}
