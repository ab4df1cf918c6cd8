package io.github.ecrconsolidation.cli;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.cleanup.ImageSum;
import io.github.ecrconsolidation.cleanup.ReportedImages;
import io.github.ecrconsolidation.cleanup.ReportedRepository;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The report of the clean-up function as a table for people: how far is the consolidation? */
public final class StatusTable {
  private StatusTable() {}

  /** The table of {@code report}, with a line feed at the end of each line. */
  public static String of(StatusReport report) {
    var table = new StringBuilder();
    table.append(heading(report)).append("\n\n");
    table.append(
        row(
            "legacy repository",
            "tags mirrored",
            "missing",
            "different",
            "superseded",
            "no target",
            "images",
            "bytes",
            "eligible now",
            "last pulled by the old name"));
    report.repositories().forEach(it -> table.append(row(it)));
    if (report.omitted() > 0) {
      table.append("(%s more are not listed)\n".formatted(number(report.omitted())));
    }
    table.append(row("all", report.images(), ""));
    table.append(later(report.images()));
    return table.toString();
  }

  private static String heading(StatusReport report) {
    var run = report.run();
    return "%s: %s%s"
        .formatted(
            run.consolidatedRepository(),
            report.window().inWords(),
            run.complete() ? "" : "; INCOMPLETE");
  }

  private static String row(ReportedRepository repository) {
    return row(
        repository.name(),
        repository.images(),
        repository.lastPulledAt().map(StatusTable::day).orElse("never"));
  }

  /** {@code 2026-01-31T10:15:30Z} to the day. */
  private static String day(String instant) {
    return instant.length() < 10 ? instant : instant.substring(0, 10);
  }

  private static String row(String name, ReportedImages images, String lastPulled) {
    var tags = images.tags();
    return row(
        name,
        number(tags.mirrored()) + " of " + number(tags.all()),
        number(tags.missing()),
        number(tags.different()),
        number(tags.superseded()),
        number(tags.withoutTarget()),
        number(images.all().images()),
        bytes(images.all().bytes()),
        number(images.eligibleNow().images()),
        lastPulled);
  }

  private static String row(String... cells) {
    return "%-40s %15s %8s %10s %11s %9s %9s %10s %13s  %s%n".formatted((Object[]) cells);
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** What is eligible when, and why the rest is kept. */
  private static String later(ReportedImages images) {
    var removed =
        Stream.of(images.removed())
            .filter(sum -> sum.images() > 0)
            .map(sum -> line("removed in this run", sum));
    var now = Stream.of(line("eligible now", images.eligibleNow()));
    var days =
        images.eligibleOn().entrySet().stream()
            .map(day -> line("eligible from %s on".formatted(day.getKey()), day.getValue()));
    var kept =
        images.kept().entrySet().stream()
            .map(reason -> line("kept, " + reason.getKey(), reason.getValue().sum()));
    return Stream.of(removed, now, days, kept)
        .flatMap(lines -> lines)
        .collect(joining("", "\n", ""));
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
