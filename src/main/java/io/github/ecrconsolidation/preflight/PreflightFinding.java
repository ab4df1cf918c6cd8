package io.github.ecrconsolidation.preflight;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Something an operator should know or do.
 *
 * @param what is so
 * @param means what follows from it
 * @param command that mends it, or shows more where only a person can decide
 */
public record PreflightFinding(Severity severity, String what, String means, String command) {
  private static final int EXAMPLES = 5;

  /** How bad it is. */
  public enum Severity {
    /** Images are not mirrored until it is mended. */
    ERROR,
    /** It costs time or money, or some images are not mirrored. */
    WARNING,
    INFO
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
