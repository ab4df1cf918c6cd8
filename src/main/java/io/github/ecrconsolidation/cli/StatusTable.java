package io.github.ecrconsolidation.cli;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.cleanup.ImageSum;
import io.github.ecrconsolidation.cleanup.TagProgress;
import io.github.ecrconsolidation.cleanup.TagProgress.Kind;
import io.github.ecrconsolidation.json.JsonObject;
import java.util.List;
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
    var omitted = report.count("repositoriesOmitted");
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
    if (!(report.members().get("repositories") instanceof List)) {
      throw noReport(report);
    }
    tags(report);
  }

  private static IllegalArgumentException noReport(JsonObject report) {
    return new IllegalArgumentException(
        report
            .text("errorMessage")
            .map("the function failed: "::concat)
            .orElse(
                "no report of the clean-up function; expected what the stack's StatusCommand"
                    + " prints"));
  }

  /** How far the tags have come of which {@code counted}, a report or a row of it, tells. */
  static TagProgress tags(JsonObject counted) {
    return counted.object("tags").map(TagProgress::read).orElseThrow(() -> noReport(counted));
  }

  /** The images of {@code counted}, a report or a row of it, that are eligible now. */
  static ImageSum eligible(JsonObject counted) {
    return sum(counted, "eligibleNow");
  }

  /** The member {@code name}; nothing when it is absent. */
  static ImageSum sum(JsonObject counted, String name) {
    return counted.object(name).map(ImageSum::read).orElse(ImageSum.NONE);
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
        repository.text("lastPulledAt").map(StatusTable::day).orElse("never"));
  }

  /** {@code 2026-01-31T10:15:30Z} to the day. */
  private static String day(String instant) {
    return instant.length() < 10 ? instant : instant.substring(0, 10);
  }

  private static String row(String name, JsonObject counted, String lastPulled) {
    var tags = tags(counted);
    var images = ImageSum.read(counted);
    return row(
        name,
        number(tags.of(Kind.MIRRORED)) + " of " + number(tags.all()),
        number(tags.of(Kind.MISSING)),
        number(tags.of(Kind.DIFFERENT)),
        number(tags.of(Kind.SUPERSEDED)),
        number(tags.of(Kind.WITHOUT_PLACE)),
        number(images.images()),
        bytes(images.bytes()),
        number(eligible(counted).images()),
        lastPulled);
  }

  private static String row(String... cells) {
    return "%-40s %15s %8s %10s %11s %9s %9s %10s %13s  %s%n".formatted((Object[]) cells);
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** What is eligible when, and why the rest is kept. */
  private static String later(JsonObject report) {
    var removed =
        Stream.of(sum(report, "removed"))
            .filter(sum -> sum.images() > 0)
            .map(sum -> line("removed in this run", sum));
    var now = Stream.of(line("eligible now", eligible(report)));
    var days = report.object("eligibleOn").stream().flatMap(it -> lines("eligible from %s on", it));
    var kept = report.object("kept").stream().flatMap(it -> lines("kept, %s", it));
    return Stream.of(removed, now, days, kept)
        .flatMap(lines -> lines)
        .collect(joining("", "\n", ""));
  }

  private static Stream<String> lines(String label, JsonObject by) {
    return by.members().keySet().stream().map(key -> line(label.formatted(key), sum(by, key)));
  }

  private static String line(String label, ImageSum sum) {
    return "%-40s %15s images %12s%n".formatted(label, number(sum.images()), bytes(sum.bytes()));
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
