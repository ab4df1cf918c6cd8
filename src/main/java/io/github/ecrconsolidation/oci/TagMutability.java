package io.github.ecrconsolidation.oci;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tags of a repository may move.
 *
 * @param exclusions globs with {@code *}: tags for which the mode is turned round (ECR user guide,
 *     "Preventing image tags from being overwritten")
 */
public record TagMutability(Mode mode, List<String> exclusions) {

  public TagMutability {
    exclusions = List.copyOf(exclusions);
  }

  /** What holds for tags that match no exclusion. */
  public enum Mode {
    MUTABLE,
    IMMUTABLE
  }

  /** Whether {@code tag}, once given, cannot move. */
  public boolean isImmutable(Tag tag) {
    var excluded = exclusions.stream().anyMatch(glob -> matches(glob, tag));
    return (mode == Mode.IMMUTABLE) != excluded;
  }

  private static boolean matches(String glob, Tag tag) {
    return Pattern.matches("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E", tag.value());
  }
}
