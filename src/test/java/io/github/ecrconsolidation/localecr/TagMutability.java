package io.github.ecrconsolidation.localecr;

import java.util.List;
import java.util.regex.Pattern;

/** Which tags of a repository may move; a filter is a glob, and turns the mode round (model). */
public record TagMutability(Mode mode, List<String> exclusionFilters) {
  private static final Pattern FILTER = Pattern.compile("[0-9a-zA-Z._*-]{1,128}");

  public static final TagMutability MUTABLE = new TagMutability(Mode.MUTABLE, List.of());
  public static final TagMutability IMMUTABLE = new TagMutability(Mode.IMMUTABLE, List.of());

  /** The four modes of the model. */
  public enum Mode {
    MUTABLE,
    IMMUTABLE,
    MUTABLE_WITH_EXCLUSION,
    IMMUTABLE_WITH_EXCLUSION;

    private boolean takesFilters() {
      return this == MUTABLE_WITH_EXCLUSION || this == IMMUTABLE_WITH_EXCLUSION;
    }
  }

  public TagMutability {
    exclusionFilters = List.copyOf(exclusionFilters);
    if (mode.takesFilters() == exclusionFilters.isEmpty()
        || exclusionFilters.size() > 5
        || !exclusionFilters.stream().allMatch(FILTER.asMatchPredicate())) {
      throw EcrException.of(
          EcrError.INVALID_PARAMETER,
          "%s does not go with the exclusion filters %s".formatted(mode, exclusionFilters));
    }
  }

  boolean isImmutable(String tag) {
    var excluded = exclusionFilters.stream().anyMatch(filter -> matches(filter, tag));
    return switch (mode) {
      case MUTABLE -> false;
      case IMMUTABLE -> true;
      case MUTABLE_WITH_EXCLUSION -> excluded;
      case IMMUTABLE_WITH_EXCLUSION -> !excluded;
    };
  }

  private static boolean matches(String glob, String tag) {
    return Pattern.matches("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E", tag);
  }
}
