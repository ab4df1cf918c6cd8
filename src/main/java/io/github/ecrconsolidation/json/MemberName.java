package io.github.ecrconsolidation.json;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The names of constants as JSON has them. */
public final class MemberName {
  private static final Pattern NEXT_WORD = Pattern.compile("_(\\w)");

  private MemberName() {}

  /** {@code NOT_MIRRORED} as {@code notMirrored}. */
  public static String of(Enum<?> constant) {
    return NEXT_WORD
        .matcher(constant.name().toLowerCase(Locale.ROOT))
        .replaceAll((MatchResult letter) -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  /** {@code NOT_MIRRORED} as {@code not-mirrored}, as in the events of AWS services. */
  public static String hyphenated(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
