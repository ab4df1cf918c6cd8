package io.github.ecrconsolidation.preflight;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something an operator should know or do.
 *
 * @param code of its kind, for pipelines
 * @param what is so
 * @param means what follows from it
 * @param remedy what changes it
 */
public record PreflightFinding(
    Severity severity, String code, String what, String means, Remedy remedy) {
  private static final int EXAMPLES = 5;

  /** How bad it is. */
  public enum Severity {
    /** Images are not mirrored, or cannot be removed, until it is resolved. */
    ERROR,
    /** It costs time or money, or some images are not mirrored or cannot be pulled. */
    WARNING,
    INFO
  }

  /** The finding for an operator: the fact, what follows, what to do. */
  public List<String> lines() {
    return List.of(
        "%-7s %s: %s".formatted(severity.name().toLowerCase(Locale.ROOT), code, what),
        "        " + means,
        "        -> " + remedy.text().replace("\n", "\n           "));
  }

  /** The first few of {@code things}, and how many more there are. */
  public static String examples(Collection<?> things) {
    var first =
        things.stream().limit(EXAMPLES).map(String::valueOf).collect(Collectors.joining(", "));
    return things.size() > EXAMPLES
        ? "%s and %d more".formatted(first, things.size() - EXAMPLES)
        : first;
  }
}
