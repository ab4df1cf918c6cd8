package io.github.ecrconsolidation.references;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which parts of a text are comments: nothing is pulled by them, and they stay as they are. */
final class Comments {
  private static final Pattern HELM = Pattern.compile("(?s)\\{\\{-?\\s*/\\*.*?\\*/");
  private static final Pattern BLOCK = Pattern.compile("(?s)(?<=^|\\n)[ \\t]*/\\*.*?\\*/");

  /** What a program reads, though it looks like a comment: BuildKit, Renovate, a shell, Slurm. */
  private static final Pattern DIRECTIVE =
      Pattern.compile(
          "(?i)\\s*(?:(?:#|//)\\s*(?:syntax\\s*=|renovate:)|#!|#SBATCH\\s|#\\s*define\\s).*");

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

  /** Only in YAML may a comment begin within a line; a line that is too long is none. */
  boolean contain(int at) {
    if (blocks.stream().anyMatch(block -> block.start() < at && at < block.end())) {
      return true;
    }
    if (Surroundings.isCutOff(text, at)) {
      return false;
    }
    var before = Surroundings.before(text, at);
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
        .map(hash -> before.substring(0, hash))
        .filter(line -> isClosed(line, '"') && isClosed(line, '\''))
        .isPresent();
  }

  private static boolean isClosed(String line, char quote) {
    return line.chars().filter(c -> c == quote).count() % 2 == 0;
  }
}
