package io.github.ecrconsolidation.prove;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How a run ended.
 *
 * @param results one for each experiment that was tried
 * @param obstacles why something could not be done, in words for the operator
 * @param notes what else the operator should know
 */
public record ProofReport(
    ProofId id, List<Result> results, List<String> obstacles, List<String> notes) {
  /** Everything the product relies on holds, as far as it shows. */
  public static final int HOLDS = 0;

  /** Something the product relies on does not hold. */
  public static final int DIFFERS = 1;

  /** Something could not be done. */
  public static final int COULD_NOT_RUN = 2;

  public ProofReport {
    results = List.copyOf(results);
    obstacles = List.copyOf(obstacles);
    notes = List.copyOf(notes);
  }

  /** The exit code of the command. */
  public int exitCode() {
    if (results.stream().anyMatch(Result::fails)) {
      return DIFFERS;
    }
    return obstacles.isEmpty() && results.stream().noneMatch(Result::isUnknown)
        ? HOLDS
        : COULD_NOT_RUN;
  }

  /** Whether nothing but time is missing until everything is proven. */
  boolean holdsSoFar() {
    return gaps().isEmpty();
  }

  /** What is missing until everything is proven, in words for the operator; empty if nothing is. */
  List<String> unproven() {
    return Stream.concat(gaps().stream(), lines("still open", Result::isOpen)).toList();
  }

  private List<String> gaps() {
    var undone =
        obstacles.isEmpty() && !results.isEmpty()
            ? Stream.<String>empty()
            : Stream.of("not everything could be done");
    return Stream.of(
            undone,
            lines("does not hold", Result::fails),
            lines("could not be determined", Result::isUndetermined))
        .flatMap(it -> it)
        .toList();
  }

  private Stream<String> lines(String word, Predicate<Result> which) {
    var names = results.stream().filter(which).map(it -> it.assumption().name()).toList();
    return names.isEmpty() ? Stream.empty() : Stream.of(word + ": " + String.join(", ", names));
  }
}
