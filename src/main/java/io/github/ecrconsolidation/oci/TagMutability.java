package io.github.ecrconsolidation.oci;

import java.util.List;

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
    var excluded = exclusions.stream().anyMatch(glob -> Glob.of(glob).test(tag.value()));
    return (mode == Mode.IMMUTABLE) != excluded;
  }
}
