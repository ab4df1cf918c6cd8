package io.github.ecrconsolidation.prove;

import java.util.List;

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
}
