package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Interpretation.Unclear;
import java.util.regex.Pattern;

/** Finds full references in text whose structure is unknown, such as a Helm template. */
final class TextSearch {
  /** What is pulled as latest if it has no tag. */
  private static final Pattern PULLED =
      Pattern.compile(
          "(?i)\\s*(?:FROM\\s+(?:--\\S+\\s+)*|(?:COPY|ADD|RUN)\\s.*\\bfrom=|#\\s*syntax\\s*=\\s*)");

  private static final Pattern REPOSITORY =
      Pattern.compile("(?m)^[ \\t-]*repository:[ \\t]+[\"']?([a-z0-9][^\\s\"'#]*)");

  private final ReferenceGrammar grammar;
  private final Matches matches;
  private final String text;
  private final FileKind kind;
  private final Comments comments;
  private final Spans explained = new Spans();

  TextSearch(ReferenceGrammar grammar, Matches matches, String text, FileKind kind) {
    this.grammar = grammar;
    this.matches = matches;
    this.text = text;
    this.kind = kind;
    this.comments = new Comments(text, kind);
  }

  void search() {
    var notes = new Notes(grammar, matches, text, true);
    for (var occurrence : grammar.occurrences(text, 0, text.length())) {
      if (!comments.contain(occurrence.start())) {
        explained.add(
            new Span(occurrence.start(), Math.max(occurrence.end(), occurrence.name().end())));
        notes.add(occurrence, interpretation(occurrence));
      }
    }
    withoutRegistry(notes);
    new Leftovers(grammar, matches).search(text, explained, comments, "", new LineNumbers(text));
  }

  private Interpretation interpretation(Occurrence occurrence) {
    return kind == FileKind.UPDATES
        ? new Unclear(Automation.UPDATES)
        : FreeText.of(occurrence, text, isPulled(occurrence), false);
  }

  private void withoutRegistry(Notes notes) {
    var repository = REPOSITORY.matcher(text);
    while (repository.find()) {
      var span = new Span(repository.start(1), repository.end(1));
      grammar
          .withoutHost(repository.group(1), span)
          .filter(occurrence -> !comments.contain(occurrence.start()))
          .ifPresent(occurrence -> {
            explained.add(span);
            notes.add(occurrence, new Unclear("its registry is given elsewhere"));
          });
    }
  }

  private boolean isPulled(Occurrence occurrence) {
    return kind == FileKind.DOCKERFILE
        && PULLED.matcher(Surroundings.before(text, occurrence.start())).matches();
  }
}
