package io.github.ecrconsolidation.references;

import java.util.ArrayList;
import java.util.List;

/**
 * The edits of one file as a unified diff, which {@code patch -p0} and {@code git apply -p0} take.
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String NO_END_OF_LINE = "\n\\ No newline at end of file\n";

  private final List<String> before;
  private final StringBuilder diff = new StringBuilder();

  private UnifiedDiff(String before) {
    this.before = lines(before);
  }

  /** The diff of the file {@code name}; empty when there are no edits. */
  public static String of(String name, String text, List<Edit> edits) {
    if (edits.isEmpty()) {
      return "";
    }
    // A tab ends a name that has blanks, as diff itself writes it.
    var header = name.contains(" ") ? name + "\t" : name;
    var diff = new UnifiedDiff(text);
    diff.diff.append("--- ").append(header).append("\n+++ ").append(header).append('\n');
    diff.hunks(changes(text, Edit.sorted(edits)));
    return diff.diff.toString();
  }

  /** Old lines {@code from} to {@code to}, excluded, and what comes in their place. */
  private record Change(int from, int to, List<String> after) {}

  /** Lines that several edits touch are one change. */
  private static List<Change> changes(String text, List<Edit> edits) {
    var changes = new ArrayList<Change>();
    var numbers = new LineNumbers(text);
    for (var i = 0; i < edits.size(); ) {
      var start = text.lastIndexOf('\n', edits.get(i).start() - 1) + 1;
      var end = lineEnd(text, edits.get(i).end());
      var same = new ArrayList<Edit>();
      for (; i < edits.size() && edits.get(i).start() < Math.max(end, start + 1); i++) {
        end = Math.max(end, lineEnd(text, edits.get(i).end()));
        same.add(moved(edits.get(i), -start));
      }
      var old = text.substring(start, end);
      var from = numbers.of(start) - 1;
      changes.add(new Change(from, from + lines(old).size(), lines(Edit.apply(old, same))));
    }
    return changes;
  }

  private static Edit moved(Edit edit, int by) {
    return new Edit(edit.start() + by, edit.end() + by, edit.replacement());
  }

  private static int lineEnd(String text, int offset) {
    var end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }

  /** Each with its line end, which the last one may lack. */
  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    for (var from = 0; from < text.length(); ) {
      var end = lineEnd(text, from);
      lines.add(text.substring(from, end));
      from = end;
    }
    return lines;
  }

  private void hunks(List<Change> changes) {
    var shift = 0;
    for (var i = 0; i < changes.size(); ) {
      var hunk = new ArrayList<Change>();
      do {
        hunk.add(changes.get(i++));
      } while (i < changes.size() && changes.get(i).from() - hunk.getLast().to() <= 2 * CONTEXT);
      shift += hunk(hunk, shift);
    }
  }

  /** Writes one hunk and answers by how many lines the file has grown in it. */
  private int hunk(List<Change> changes, int shift) {
    var from = Math.max(0, changes.getFirst().from() - CONTEXT);
    var to = Math.min(before.size(), changes.getLast().to() + CONTEXT);
    var growth =
        changes.stream()
            .mapToInt(change -> change.after().size() - (change.to() - change.from()))
            .sum();
    diff.append(
        "@@ -%d,%d +%d,%d @@%n"
            .formatted(from + 1, to - from, from + 1 + shift, to - from + growth)
            .replace("\r\n", "\n"));
    var next = from;
    for (var change : changes) {
      before.subList(next, change.from()).forEach(line -> append(' ', line));
      before.subList(change.from(), change.to()).forEach(line -> append('-', line));
      change.after().forEach(line -> append('+', line));
      next = change.to();
    }
    before.subList(next, to).forEach(line -> append(' ', line));
    return growth;
  }

  private void append(char sign, String line) {
    diff.append(sign).append(line);
    if (!line.endsWith("\n")) {
      diff.append(NO_END_OF_LINE);
    }
  }
}
