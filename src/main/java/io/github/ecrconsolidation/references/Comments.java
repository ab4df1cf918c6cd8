package io.github.ecrconsolidation.references;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which parts of a text are comments: nothing is pulled by them, and they stay as they are. */
final class Comments {
  private static final Pattern HELM = Pattern.compile("(?s)\\{\\{-?\\s*/\\*.*?\\*/");
  private static final Pattern BLOCK = Pattern.compile("(?s)(?<=^|\\n)[ \\t]*/\\*.*?\\*/");

  /** Comments that a program reads: BuildKit, Renovate. */
  private static final Pattern DIRECTIVE =
      Pattern.compile("(?i)\\s*(?:#|//)\\s*(?:syntax\\s*=|renovate:).*");

  private final String text;
  private final FileKind kind;
  private final List<Span> blocks = new ArrayList<>();

  Comments(String text, FileKind kind) {
    this.text = text;
    this.kind = kind;
    if (kind == FileKind.YAML) {
      add(HELM);
    } else if (kind == FileKind.CODE) {
      add(BLOCK);
    }
  }

  private void add(Pattern pattern) {
    var comment = pattern.matcher(text);
    while (comment.find()) {
      blocks.add(new Span(comment.start(), comment.end()));
    }
  }

  /** Only in YAML may a comment begin within a line. */
  boolean contain(int at) {
    if (blocks.stream().anyMatch(block -> block.start() < at && at < block.end())) {
      return true;
    }
    var before = text.substring(text.lastIndexOf('\n', at - 1) + 1, at);
    if (DIRECTIVE.matcher(before).matches()) {
      return false;
    }
    var line = before.stripLeading();
    return line.startsWith("#")
        || (kind == FileKind.CODE && line.startsWith("//"))
        || (kind == FileKind.YAML && endsInComment(before));
  }

  private static boolean endsInComment(String before) {
    return Optional.of(before)
        .map(line -> Math.max(line.lastIndexOf(" #"), line.lastIndexOf("\t#")))
        .filter(hash -> hash >= 0)
        .filter(hash -> before.substring(0, hash).chars().filter(c -> c == '"').count() % 2 == 0)
        .isPresent();
  }
}
