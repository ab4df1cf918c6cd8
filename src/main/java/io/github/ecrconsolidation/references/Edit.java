package io.github.ecrconsolidation.references;

import static java.util.Comparator.comparingInt;

import java.util.List;

/** Put {@code replacement} where the characters {@code start} to {@code end}, excluded, are. */
public record Edit(int start, int end, String replacement) {

  /** {@code text} with {@code edits}, which do not overlap; everything else is unchanged. */
  public static String apply(String text, List<Edit> edits) {
    var changed = new StringBuilder(text.length() + 64);
    var from = 0;
    for (var edit : sorted(edits)) {
      changed.append(text, from, edit.start).append(edit.replacement);
      from = edit.end;
    }
    return changed.append(text, from, text.length()).toString();
  }

  static List<Edit> sorted(List<Edit> edits) {
    return edits.stream().sorted(comparingInt(Edit::start)).toList();
  }
}
