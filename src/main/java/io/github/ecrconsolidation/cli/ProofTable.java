package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.prove.Assumption;
import io.github.ecrconsolidation.prove.ProofReport;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.prove.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** The same as one JSON object. */
  static String json(ProofReport report, String account, String region) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", report.id().value());
    members.put("account", account);
    members.put("region", region);
    members.put("version", Release.CURRENT.toString());
    members.put("exitCode", report.exitCode());
    members.put("results", report.results().stream().map(ProofTable::json).toList());
    members.put("notes", report.notes());
    members.put("obstacles", report.obstacles());
    return JsonObject.write(members);
  }

  private static Map<String, Object> json(Result result) {
    var assumption = result.assumption();
    var members = new LinkedHashMap<String, Object>();
    members.put("name", assumption.name());
    members.put("result", result.word().toLowerCase(Locale.ROOT));
    members.put("required", assumption.isRequired());
    members.put("expectation", assumption.expectation());
    members.put("observation", result.observation().text());
    members.put("consequence", assumption.consequence());
    members.put("reliedOnBy", List.copyOf(assumption.reliedOnBy()));
    return members;
  }
}
