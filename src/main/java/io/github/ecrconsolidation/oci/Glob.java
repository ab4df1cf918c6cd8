package io.github.ecrconsolidation.oci;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Patterns of names and tags in the settings of a registry, where {@code *} stands for any text.
 */
public final class Glob {
  private Glob() {}

  /** Whether a whole text matches {@code glob}. */
  public static Predicate<String> of(String glob) {
    return Pattern.compile("\\Q" + glob.replace("*", "\\E.*\\Q") + "\\E").asMatchPredicate();
  }
}
