package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.references.Finding;
import io.github.ecrconsolidation.references.Finding.Manual;
import io.github.ecrconsolidation.references.Finding.Possible;
import io.github.ecrconsolidation.references.Finding.Rewrite;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints findings as text, as JSON or as annotations of GitHub, and counts them. */
final class Report {
  private final Format format;
  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();
  private int rewritten;
  private int manual;
  private int possible;
  private int inDocuments;

  private record Page(List<Row> references, Summary summary) {}

  private record Row(
      String file,
      int line,
      String object,
      String reference,
      boolean document,
      boolean push,
      String decision,
      @Nullable String becomes,
      String reason) {}

  private record Summary(
      int inputs, int rewritable, int manual, int possible, int inDocuments, int ignored) {}

  /** How findings are printed. */
  enum Format {
    TEXT,
    JSON,
    GITHUB
  }

  Report(Format format, PrintStream out) {
    this.format = format;
    this.out = out;
  }

  /** Prints and counts {@code finding}; one in a document counts for nothing else. */
  void add(String input, boolean document, Finding finding) {
    if (document) {
      inDocuments++;
    } else {
      switch (finding.decision()) {
        case Rewrite _ -> rewritten++;
        case Manual _ -> manual++;
        case Possible _ -> possible++;
      }
    }
    switch (format) {
      case TEXT -> out.println((document ? "document: " : "") + line(input, finding));
      case GITHUB -> out.println(annotation(input, document, finding));
      case JSON -> rows.add(row(input, document, finding));
    }
  }

  /** Counts what is named where the text could not be read. */
  void addManual(int number) {
    manual += number;
  }

  /**
   * Ends the report: the JSON to its stream, the counts to {@code err}.
   *
   * @param verb what happens to those that are rewritten
   */
  void end(String verb, int inputs, int ignored, PrintStream err) {
    if (format == Format.JSON) {
      out.println(
          JsonObject.write(
              new Page(
                  rows, new Summary(inputs, rewritten, manual, possible, inDocuments, ignored))));
    }
    err.printf(
        "%d legacy references in %d inputs: %d %s, %d require manual action, %d possible%s%s%n",
        rewritten + manual + possible,
        inputs,
        rewritten,
        verb,
        manual,
        possible,
        inDocuments == 0 ? "" : "; %d more in documents, which do not count".formatted(inDocuments),
        ignored == 0 ? "" : "; %d marked as ignored".formatted(ignored));
  }

  /** How many have to be changed; the rewritten ones and the possible ones only if asked for. */
  int count(boolean withRewritten, boolean withPossible) {
    return manual + (withRewritten ? rewritten : 0) + (withPossible ? possible : 0);
  }

  private static String line(String input, Finding finding) {
    var place = finding.line() > 0 ? "%s:%d: ".formatted(input, finding.line()) : "";
    var object = finding.where().isEmpty() ? "" : finding.where() + ": ";
    return place + object + finding.summary();
  }

  /** GitHub Docs, "Workflow commands": what has to be escaped, and the three levels. */
  private static String annotation(String input, boolean document, Finding finding) {
    var level = document ? "notice" : finding.isPossible() ? "warning" : "error";
    var object = finding.where().isEmpty() ? "" : finding.where() + ": ";
    return "::%s file=%s,line=%d,title=Legacy image::%s"
        .formatted(
            level,
            escaped(input).replace(":", "%3A").replace(",", "%2C"),
            Math.max(1, finding.line()),
            escaped(object + finding.summary()));
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static Row row(String input, boolean document, Finding finding) {
    return switch (finding.decision()) {
      case Rewrite(var renamed, _, var remark) ->
          row(input, document, finding, "rewrite", renamed, remark);
      case Manual(var reason) -> row(input, document, finding, "manual", null, reason);
      case Possible(var reason) -> row(input, document, finding, "possible", null, reason);
    };
  }

  private static Row row(
      String input,
      boolean document,
      Finding finding,
      String decision,
      @Nullable String becomes,
      String reason) {
    return new Row(
        input,
        finding.line(),
        finding.where(),
        finding.written(),
        document,
        finding.pushed(),
        decision,
        becomes,
        reason);
  }
}
