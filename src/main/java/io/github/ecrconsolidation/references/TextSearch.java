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
  private final Matches sightings;
  private final String text;
  private final FileKind kind;
  private final Comments comments;
  private final Spans explained = new Spans();

  TextSearch(ReferenceGrammar grammar, Matches sightings, String text, FileKind kind) {
    this.grammar = grammar;
    this.sightings = sightings;
    this.text = text;
    this.kind = kind;
    this.comments = new Comments(text, kind);
  }

  void search() {
    var notes = new Notes(grammar, sightings, text, true);
    for (var hit : grammar.hits(text, 0, text.length())) {
      if (!comments.contain(hit.start())) {
        explained.add(new Span(hit.start(), Math.max(hit.end(), hit.name().end())));
        notes.add(hit, claim(hit));
      }
    }
    withoutRegistry(notes);
    new Leftovers(grammar, sightings).search(text, explained, comments, "", new LineNumbers(text));
  }

  private Interpretation claim(Occurrence hit) {
    return kind == FileKind.UPDATES
        ? new Unclear(Automation.UPDATES)
        : FreeText.of(hit, text, isPulled(hit), false);
  }

  private void withoutRegistry(Notes notes) {
    var repository = REPOSITORY.matcher(text);
    while (repository.find()) {
      var span = new Span(repository.start(1), repository.end(1));
      grammar
          .withoutHost(repository.group(1), span)
          .filter(hit -> !comments.contain(hit.start()))
          .ifPresent(hit -> {
            explained.add(span);
            notes.add(hit, new Unclear("its registry is given elsewhere"));
          });
    }
  }

  private boolean isPulled(Occurrence hit) {
    return kind == FileKind.DOCKERFILE
        && PULLED.matcher(Surroundings.before(text, hit.start())).matches();
  }
}
