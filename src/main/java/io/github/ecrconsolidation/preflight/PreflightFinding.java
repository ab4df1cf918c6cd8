package io.github.ecrconsolidation.preflight;

import io.github.ecrconsolidation.json.MemberName;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something an operator should know or do.
 *
 * @param what the facts: names, counts, values seen
 * @param remedy the setting that resolves it, where its value follows from the facts
 */
public record PreflightFinding(
    Severity severity, FindingCode code, String what, Optional<Remedy> remedy) {
  /** Where an operator reads what follows from a finding, and what to do. */
  public static final String RUNBOOK = "docs/runbook.md, \"Findings\"";

  private static final int EXAMPLES = 5;

  /** How bad it is. */
  public enum Severity {
    /** Images are not mirrored, or cannot be removed, until it is resolved. */
    ERROR,
    /** It costs time or money, or some images are not mirrored or cannot be pulled. */
    WARNING,
    INFO
  }

  /** A finding for which no setting can be computed. */
  public PreflightFinding(Severity severity, FindingCode code, String what) {
    this(severity, code, what, Optional.empty());
  }

  public PreflightFinding(Severity severity, FindingCode code, String what, Remedy remedy) {
    this(severity, code, what, Optional.of(remedy));
  }

  /** The kind and the facts: {@code encryption: ml-platform/backend encrypted with ...}. */
  public String summary() {
    return "%s: %s".formatted(MemberName.of(code), what);
  }

  /** The finding for an operator: the summary, and the setting if there is one. */
  public Stream<String> lines() {
    return Stream.concat(
        Stream.of("%-7s %s".formatted(MemberName.of(severity), summary())),
        remedy.stream().map(it -> "        -> " + it.text().replace("\n", "\n           ")));
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
