package io.github.ecrconsolidation.cli;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The report of the clean-up function as a table for people: how far is the consolidation? */
public final class StatusTable {
  private StatusTable() {}

  /**
   * The table of {@code report}, which is the answer of the clean-up function in any mode.
   *
   * @throws IllegalArgumentException when it is something else; the error of a function that failed
   *     is said in the message
   */
  public static String of(JsonObject report) {
    check(report);
    var table = new StringBuilder();
    table.append(heading(report)).append("\n\n");
    table.append(
        row(
            "legacy repository",
            "tags mirrored",
            "missing",
            "different",
            "superseded",
            "no place",
            "images",
            "bytes",
            "eligible now",
            "last pulled by the old name"));
    report.objects("repositories").forEach(it -> table.append(row(it)));
    var omitted = count(report, "repositoriesOmitted");
    if (omitted > 0) {
      table.append("(%s more are not listed)\n".formatted(number(omitted)));
    }
    table.append(row("all", report, ""));
    table.append(later(report));
    return table.toString();
  }

  /**
   * Passes if {@code report} is one.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  static void check(JsonObject report) {
    if (!report.has("repositories") || !report.has("tags")) {
      throw new IllegalArgumentException(
          report
              .text("errorMessage")
              .map("the function failed: "::concat)
              .orElse(
                  "no report of the clean-up function; expected what the stack's StatusCommand"
                      + " prints"));
    }
  }

  /** How far the rollback window has come. */
  static String cutover(JsonObject report) {
    return report
        .text("cutoverDate")
        .filter(date -> !date.isEmpty())
        .map(date ->
            "cutover %s, rollback window of %d more days"
                .formatted(date, report.number("daysLeft").orElse(0L)))
        .orElse("no cutover date is set, so nothing is eligible");
  }

  private static String heading(JsonObject report) {
    return "%s: %s%s"
        .formatted(
            report.text("consolidatedRepository").orElse("?"),
            cutover(report),
            Boolean.TRUE.equals(report.members().get("complete")) ? "" : "; INCOMPLETE");
  }

  private static String row(JsonObject repository) {
    return row(
        repository.text("repository").orElse("?"),
        repository,
        repository.text("lastPulledAt").map(at -> at.substring(0, 10)).orElse("never"));
  }

  private static String row(String name, JsonObject counted, String lastPulled) {
    var tags = counted.object("tags").orElseThrow();
    var mirrored = count(tags, "mirrored");
    var all =
        Stream.of("mirrored", "missing", "different", "superseded", "withoutPlace")
            .mapToLong(kind -> count(tags, kind))
            .sum();
    return row(
        name,
        number(mirrored) + " of " + number(all),
        number(count(tags, "missing")),
        number(count(tags, "different")),
        number(count(tags, "superseded")),
        number(count(tags, "withoutPlace")),
        number(count(counted, "images")),
        bytes(count(counted, "bytes")),
        number(counted.object("eligibleNow").map(it -> count(it, "images")).orElse(0L)),
        lastPulled);
  }

  private static String row(String... cells) {
    return "%-40s %15s %8s %10s %11s %9s %9s %10s %13s  %s%n".formatted((Object[]) cells);
  }

  static long count(JsonObject counted, String name) {
    return counted.number(name).orElse(0L);
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** What is eligible when, and why the rest is kept. */
  private static String later(JsonObject report) {
    var now = report.object("eligibleNow").map(it -> sum("eligible now", it)).stream();
    var removed =
        report.object("removed").filter(it -> count(it, "images") > 0).stream()
            .map(it -> sum("removed in this run", it));
    var days = report.object("eligibleOn").stream().flatMap(it -> sums("eligible from %s on", it));
    var kept = report.object("kept").stream().flatMap(it -> sums("kept, %s", it));
    return Stream.of(removed, now, days, kept)
        .flatMap(lines -> lines)
        .collect(joining("", "\n", ""));
  }

  private static Stream<String> sums(String label, JsonObject by) {
    return by.members().keySet().stream()
        .flatMap(key -> by.object(key).map(it -> sum(label.formatted(key), it)).stream());
  }

  private static String sum(String label, JsonObject sum) {
    return "%-40s %15s images %12s%n"
        .formatted(label, number(count(sum, "images")), bytes(count(sum, "bytes")));
  }

  /** In decimal units, as ECR bills them. */
  static String bytes(long bytes) {
    var units = "kMGTP";
    var unit =
        IntStream.rangeClosed(1, units.length()).filter(i -> bytes >= Math.pow(1000, i)).max();
    return unit.isEmpty()
        ? bytes + " B"
        : String.format(
            Locale.ROOT,
            "%.1f %sB",
            bytes / Math.pow(1000, unit.getAsInt()),
            units.charAt(unit.getAsInt() - 1));
  }
}
