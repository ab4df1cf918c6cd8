package io.github.ecrconsolidation.references;

import java.util.List;

/**
 * A legacy reference and what becomes of it.
 *
 * @param line from 1; 0 when the input has no lines worth naming
 * @param where the object and the path in it, if the input is a cluster's
 * @param written what is there
 */
public record Finding(int line, String where, String written, Decision decision) {

  /** What becomes of a reference. */
  public sealed interface Decision {}

  /**
   * It becomes {@code renamed}.
   *
   * @param remark what a reader should know, or empty
   */
  public record Rewrite(String renamed, List<Edit> edits, String remark) implements Decision {
    public Rewrite {
      edits = List.copyOf(edits);
    }
  }

  /** A person has to decide; {@code reason} says why. */
  public record LeftToPerson(String reason) implements Decision {}

  /** The changes to the text; none when a person has to decide. */
  public List<Edit> edits() {
    return decision instanceof Rewrite rewrite ? rewrite.edits() : List.of();
  }

  /** Whether a person has to decide. */
  public boolean isLeft() {
    return decision instanceof LeftToPerson;
  }

  /** One line for a person, without the input's name. */
  public String summary() {
    return switch (decision) {
      case Rewrite(var renamed, _, var remark) ->
          "%s -> %s%s".formatted(written, renamed, remark.isEmpty() ? "" : " (" + remark + ")");
      case LeftToPerson(var reason) -> "%s: left to a person: %s".formatted(written, reason);
    };
  }
}
