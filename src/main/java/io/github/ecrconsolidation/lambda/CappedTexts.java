package io.github.ecrconsolidation.lambda;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts cut to what an answer and a log line can carry: Lambda answers with 6 MB at most, and a log
 * event has 256 KB.
 */
final class CappedTexts {
  private static final int MOST = 50;
  private static final int LONGEST = 1_000;

  private CappedTexts() {}

  /** The first of {@code texts}, long ones cut, and how many more there are. */
  static List<String> of(List<String> texts) {
    var capped = new ArrayList<String>();
    texts.stream().limit(MOST).map(CappedTexts::cut).forEach(capped::add);
    if (texts.size() > MOST) {
      capped.add("and %d more".formatted(texts.size() - MOST));
    }
    return capped;
  }

  /** The beginning of {@code text}, if it is long. */
  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
