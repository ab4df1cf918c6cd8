package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.prove.Assumption;
import io.github.ecrconsolidation.prove.ProofReport;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.prove.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How {@code prove} prints a report: a table for people, or JSON. */
final class ProofTable {
  private ProofTable() {}

  /** One line for each assumption; of those that do not hold, what follows. */
  static String text(ProofReport report) {
    var table = new StringBuilder();
    report.results().forEach(result -> table.append(row(result)));
    report.results().stream()
        .filter(result -> result.word().equals("DIFFERS"))
        .forEach(result -> table.append(explanation(result.assumption())));
    report.notes().forEach(note -> table.append("%n%s%n".formatted(note)));
    report.obstacles().forEach(it -> table.append("%nproblem: %s%n".formatted(it)));
    return table.append("%n%s%n".formatted(conclusion(report))).toString();
  }

  private static String row(Result result) {
    return "%-8s %-33s %s%n"
        .formatted(result.word(), result.assumption().name(), result.observation().text());
  }

  private static String explanation(Assumption assumption) {
    return """

    %s (%s)
      expected    %s
      means       %s
      relied on   %s
    """
        .formatted(
            assumption.name(),
            need(assumption),
            assumption.expectation(),
            assumption.consequence(),
            String.join(", ", assumption.reliedOnBy()));
  }

  private static String need(Assumption assumption) {
    return assumption.isRequired() ? "required" : "works either way";
  }

  private static String conclusion(ProofReport report) {
    var words =
        report.results().stream()
            .collect(Collectors.groupingBy(Result::word, Collectors.counting()));
    var counts =
        "%d hold, %d differ, %d open, %d unknown"
            .formatted(
                words.getOrDefault("holds", 0L),
                words.getOrDefault("DIFFERS", 0L),
                words.getOrDefault("open", 0L),
                words.getOrDefault("UNKNOWN", 0L));
    return switch (report.exitCode()) {
      case ProofReport.HOLDS -> counts + ": what the product relies on holds, as far as it shows";
      case ProofReport.DIFFERS -> counts + ": something the product relies on does not hold";
      default -> counts + ": not everything could be done";
    };
  }

  private record Page(
      String id,
      String account,
      String region,
      String version,
      int exitCode,
      List<Row> results,
      List<String> notes,
      List<String> obstacles) {}

  private record Row(
      String name,
      String result,
      boolean required,
      String expectation,
      String observation,
      String consequence,
      List<String> reliedOnBy) {}

  /** The same as one JSON object. */
  static String json(ProofReport report, String account, String region) {
    return JsonObject.write(
        new Page(
            report.id().value(),
            account,
            region,
            Release.CURRENT.toString(),
            report.exitCode(),
            report.results().stream().map(ProofTable::json).toList(),
            report.notes(),
            report.obstacles()));
  }

  private static Row json(Result result) {
    var assumption = result.assumption();
    return new Row(
        assumption.name(),
        result.word().toLowerCase(Locale.ROOT),
        assumption.isRequired(),
        assumption.expectation(),
        result.observation().text(),
        assumption.consequence(),
        List.copyOf(assumption.reliedOnBy()));
  }
}
