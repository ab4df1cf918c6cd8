package io.github.ecrconsolidation.references;

import java.util.List;
import java.util.Optional;

/** A YAML or JSON document, as far as references are concerned: comments are not part of it. */
public sealed interface Node {

  /**
   * Keys and values in their order.
   *
   * @param flow whether it is written in braces
   * @param merged whether it takes part in a YAML merge ({@code <<}), on either side
   */
  record Mapping(List<Entry> entries, boolean flow, boolean merged) implements Node {

    /** The value of {@code key}, if it is a scalar. */
    Optional<Scalar> scalar(String key) {
      return entries.stream()
          .filter(entry -> entry.key().value().equals(key))
          .map(Entry::value)
          .filter(Scalar.class::isInstance)
          .map(Scalar.class::cast)
          .findFirst();
    }

    /** The text of {@code key}; empty when it is not a scalar. */
    String text(String key) {
      return scalar(key).map(Scalar::value).orElse("");
    }

    /** Whether there is a {@code key} at all. */
    boolean has(String key) {
      return entries.stream().anyMatch(entry -> entry.key().value().equals(key));
    }
  }

  /** One key of a mapping. */
  record Entry(Scalar key, Node value) {}

  /** Items in their order. */
  record Sequence(List<Node> items) implements Node {}

  /**
   * A text, number or other single value.
   *
   * @param value what it means
   * @param source the text that contains it, from {@code start} to {@code end}, quotes included
   * @param shared whether an alias uses it a second time
   */
  record Scalar(String value, String source, int start, int end, Style style, boolean shared)
      implements Node {

    /** A value from JSON, of which only the value counts. */
    public static Scalar of(String value) {
      return new Scalar(value, value, 0, value.length(), Style.PLAIN, false);
    }

    /** Where the bare value is, if it is written as it is: no escape, no folding. */
    Optional<Span> written() {
      var quote = style == Style.QUOTED ? 1 : 0;
      var from = end - quote - value.length();
      return style != Style.BLOCK && from >= start && source.startsWith(value, from)
          ? Optional.of(new Span(from, end - quote))
          : Optional.empty();
    }

    /** No value, or YAML's null. */
    boolean isBlank() {
      return value.isBlank()
          || (style == Style.PLAIN && (value.equals("null") || value.equals("~")));
    }

    /** A number that Helm prints otherwise than it is written: 1.10 becomes 1.1. */
    boolean isNumberPrintedOtherwise() {
      return style == Style.PLAIN
          && value.matches("\\d+(\\.\\d*)?([eE]\\+?\\d+)?")
          && value.matches("0\\d.*|.*\\.\\d*0|.*\\.|.*[eE].*|\\d{7,}.*");
    }
  }

  /** How a scalar is written. */
  enum Style {
    PLAIN,
    QUOTED,
    /** {@code |} or {@code >}. */
    BLOCK
  }
}
