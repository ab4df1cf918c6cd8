package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Claim.Unclear;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds full references in text whose structure is unknown, such as a Helm template. */
final class TextSearch {
  private static final Pattern HELM_COMMENT = Pattern.compile("(?s)\\{\\{-?\\s*/\\*.*?\\*/");
  private static final Pattern FROM = Pattern.compile("(?i)\\s*FROM\\s+(?:--\\S+\\s+)*");
  private static final Pattern REPOSITORY =
      Pattern.compile("(?m)^[ \\t-]*repository:[ \\t]+[\"']?([a-z0-9][^\\s\"'#]*)");

  private final ReferenceGrammar grammar;
  private final Sightings sightings;
  private final String text;
  private final FileKind kind;
  private final LineNumbers lines;

  TextSearch(ReferenceGrammar grammar, Sightings sightings, String text, FileKind kind) {
    this.grammar = grammar;
    this.sightings = sightings;
    this.text = text;
    this.kind = kind;
    this.lines = new LineNumbers(text);
  }

  void search() {
    var comments = helmComments();
    for (var hit : grammar.hits(text, 0, text.length())) {
      if (!isComment(hit.start(), comments)) {
        var claim = ReferenceFinder.claim(hit, text, isFrom(hit), false);
        add(hit, text.substring(hit.start(), hit.end()), claim);
      }
    }
    var repository = REPOSITORY.matcher(text);
    while (repository.find()) {
      var span = new Span(repository.start(1), repository.end(1));
      grammar
          .withoutHost(repository.group(1), span)
          .filter(hit -> !isComment(hit.start(), comments))
          .ifPresent(
              hit -> add(hit, repository.group(1), new Unclear("its registry stands elsewhere")));
    }
  }

  private void add(Hit hit, String written, Claim claim) {
    sightings.add(new Sighting(lines.of(hit.start()), "", written, hit.repository(), claim));
  }

  private boolean isFrom(Hit hit) {
    return kind == FileKind.DOCKERFILE
        && FROM.matcher(text).region(lineStart(hit.start()), hit.start()).matches();
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private List<Span> helmComments() {
    var comments = new ArrayList<Span>();
    var comment = HELM_COMMENT.matcher(text);
    while (kind == FileKind.YAML && comment.find()) {
      comments.add(new Span(comment.start(), comment.end()));
    }
    return comments;
  }

  /** Only in YAML may a comment begin within a line. */
  private boolean isComment(int at, List<Span> helmComments) {
    if (helmComments.stream().anyMatch(comment -> comment.start() < at && at < comment.end())) {
      return true;
    }
    var before = text.substring(lineStart(at), at);
    return before.stripLeading().startsWith("#")
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
