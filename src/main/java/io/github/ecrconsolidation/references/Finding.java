package io.github.ecrconsolidation.references;

import java.util.List;

/**
 * A legacy reference and what becomes of it.
 *
 * @param line from 1; 0 when the input has no lines worth naming
 * @param where the object and the path in it, if the input is a cluster's
 * @param written what is there
 * @param pushed whether an image is pushed to it, and not pulled
 */
public record Finding(int line, String where, String written, boolean pushed, Decision decision) {

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

  /** It requires manual action; {@code reason} says why. */
  public record Manual(String reason) implements Decision {}

  /** It may be a reference, and requires a look; {@code reason} says what it looks like. */
  public record Possible(String reason) implements Decision {}

  /** The changes to the text; none when it requires manual action. */
  public List<Edit> edits() {
    return decision instanceof Rewrite rewrite ? rewrite.edits() : List.of();
  }

  Finding with(Decision other) {
    return new Finding(line, where, written, pushed, other);
  }

  /** Whether it is rewritten. */
  public boolean isRewritten() {
    return decision instanceof Rewrite;
  }

  /** Whether nothing is certain about it. */
  public boolean isPossible() {
    return decision instanceof Possible;
  }

  /** One line for the operator, without the input's name. */
  public String summary() {
    var push = pushed ? "pushed: " : "";
    return switch (decision) {
      case Rewrite(var renamed, _, var remark) ->
          "%s%s -> %s%s"
              .formatted(push, written, renamed, remark.isEmpty() ? "" : " (" + remark + ")");
      case Manual(var reason) ->
          "%s%s: requires manual action: %s".formatted(push, written, reason);
      case Possible(var reason) -> "%s%s: possible: %s".formatted(push, written, reason);
    };
  }
}
