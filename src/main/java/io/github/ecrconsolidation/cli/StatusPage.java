package io.github.ecrconsolidation.cli;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.cleanup.ImageSum;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.KeptImages;
import io.github.ecrconsolidation.cleanup.KeptImages.Example;
import io.github.ecrconsolidation.cleanup.ReportedRepository;
import io.github.ecrconsolidation.cleanup.TagProgress;
import io.github.ecrconsolidation.cleanup.TagProgress.Kind;
import io.github.ecrconsolidation.json.MemberName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The report of the clean-up function as one static page: no script, nothing from elsewhere. */
final class StatusPage {
  /** From what is done to what is far from it. */
  private static final List<Kind> KINDS =
      List.of(Kind.MIRRORED, Kind.SUPERSEDED, Kind.MISSING, Kind.DIFFERENT, Kind.WITHOUT_TARGET);

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:#d5dae1;--soft:#f4f6f8;--ink:#1b2330;--dim:#5c6778;--mirrored:#2e8b57;
        --superseded:#7fb8a0;--missing:#d1495b;--different:#e8a33d;--withoutTarget:#7a7f99;--bar:#3b6fb6}
      @media(prefers-color-scheme:dark){:root{--line:#39424f;--soft:#202733;--ink:#e6eaf0;--dim:#9aa6b8}
        body{background:#161b23}}
      body{font:15px/1.45 system-ui,sans-serif;color:var(--ink);margin:0 auto;max-width:1180px;padding:28px 24px}
      h1{font-size:24px;margin:0}h2{font-size:17px;margin:34px 0 8px}p{margin:4px 0;color:var(--dim)}
      .alert{border-left:4px solid var(--missing);background:var(--soft);padding:8px 12px;color:var(--ink)}
      .cards{display:flex;flex-wrap:wrap;gap:12px;margin:20px 0}
      .card{flex:1 1 150px;background:var(--soft);border-radius:8px;padding:12px 16px}
      .card b{display:block;font-size:22px}.card span{color:var(--dim)}
      .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
      th,td{padding:6px 10px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
      th{color:var(--dim);font-weight:600;white-space:nowrap}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      td.name{overflow-wrap:anywhere}td.when{white-space:nowrap}
      .bar{display:flex;height:12px;min-width:140px;border-radius:6px;overflow:hidden;background:var(--line);margin-top:5px}
      .bar i{display:block}.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 8px;color:var(--dim)}
      .legend i{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:5px}
      small{color:var(--dim)}ul{margin:4px 0;padding-left:20px}
      """;

  private final StatusReport report;

  private StatusPage(StatusReport report) {
    this.report = report;
  }

  static String of(StatusReport report) {
    var page = new StatusPage(report);
    var title = text(report.run().consolidatedRepository());
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>%1$s: consolidation status</title><style>
    %2$s</style></head><body>
    <h1>%1$s</h1>
    %3$s%4$s%5$s%6$s%7$s%8$s%9$s</body></html>
    """
        .formatted(
            title,
            STYLE,
            page.heading(),
            page.cards(),
            page.repositories(),
            page.pulls(),
            page.days(),
            page.kept(),
            page.messages());
  }

  private String heading() {
    var incomplete =
        report.run().complete()
            ? ""
            : "<p class=\"alert\">This report is incomplete: not every repository could be read.</p>\n";
    return "<p>%s</p>\n%s".formatted(text(report.window().inWords()), incomplete);
  }

  private String cards() {
    var images = report.images();
    var tags = images.tags();
    var removed = images.removed().images();
    return Stream.of(
            card(
                tags.all() == 0 ? "-" : "%d %%".formatted(100 * tags.mirrored() / tags.all()),
                "of %s tags mirrored".formatted(StatusTable.number(tags.all()))),
            card(StatusTable.number(images.all().images()), "legacy images"),
            card(StatusTable.bytes(images.all().bytes()), "in legacy repositories"),
            card(StatusTable.number(images.eligibleNow().images()), "images eligible now"),
            removed == 0 ? "" : card(StatusTable.number(removed), "images removed in this run"))
        .collect(joining("", "<div class=\"cards\">", "</div>\n"));
  }

  private static String card(String number, String label) {
    return "<div class=\"card\"><b>%s</b><span>%s</span></div>".formatted(text(number), label);
  }

  private String repositories() {
    return "<h2>Progress of each repository</h2>\n"
        + legend()
        + table(
            row(
                "th",
                "legacy repository",
                "tags",
                "#images",
                "#bytes",
                "#eligible now",
                "last pulled by the old name"),
            report.repositories().stream().map(StatusPage::repository))
        + (report.omitted() == 0
            ? ""
            : "<p>%s more are not listed here.</p>\n"
                .formatted(StatusTable.number(report.omitted())));
  }

  private static String legend() {
    return KINDS.stream()
        .map(kind ->
            "<span><i style=\"background:var(--%s)\"></i>%s</span>"
                .formatted(MemberName.of(kind), label(kind)))
        .collect(joining("", "<div class=\"legend\">", "</div>\n"));
  }

  private static String label(Kind kind) {
    return kind == Kind.WITHOUT_TARGET ? "no target" : MemberName.of(kind);
  }

  private static String repository(ReportedRepository repository) {
    var images = repository.images();
    return "<tr><td class=\"name\">%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"when\">%s</td></tr>\n"
        .formatted(
            text(repository.name()),
            progress(repository.images().tags()),
            StatusTable.number(images.all().images()),
            StatusTable.bytes(images.all().bytes()),
            StatusTable.number(images.eligibleNow().images()),
            text(pulled(repository)));
  }

  private static String pulled(ReportedRepository repository) {
    return repository.lastPulledAt().map(StatusPage::minute).orElse("never");
  }

  /** {@code 2026-01-31T10:15:30Z} to the minute. */
  private static String minute(String instant) {
    return instant.length() < 16 ? instant : instant.substring(0, 16).replace('T', ' ') + " UTC";
  }

  private static String progress(TagProgress tags) {
    var kinds = KINDS.stream().filter(kind -> tags.of(kind) > 0).toList();
    var words =
        kinds.stream()
            .map(kind -> "%s %s".formatted(StatusTable.number(tags.of(kind)), label(kind)))
            .collect(joining(", "));
    var parts =
        kinds.stream()
            .map(kind ->
                String.format(
                    Locale.ROOT,
                    "<i style=\"width:%.2f%%;background:var(--%s)\"></i>",
                    100.0 * tags.of(kind) / tags.all(),
                    MemberName.of(kind)))
            .collect(joining());
    return "<div class=\"bar\" role=\"img\" aria-label=\"%1$s\">%2$s</div><small>%1$s</small>"
        .formatted(kinds.isEmpty() ? "no tags" : words, parts);
  }

  private String pulls() {
    var pulled =
        report.repositories().stream()
            .filter(it -> it.lastPulledAt().isPresent())
            .sorted(
                Comparator.comparing((ReportedRepository it) -> it.lastPulledAt().orElse(""))
                    .reversed())
            .toList();
    return "<h2>What is still pulled by its old name</h2>\n"
        + (pulled.isEmpty()
            ? "<p>Nothing has been pulled.</p>\n"
            : table(
                row(
                    "th",
                    "legacy repository",
                    "last pull",
                    "#images kept for it",
                    "the latest of them"),
                pulled.stream().map(StatusPage::pull)))
        + "<p>ECR tells when, not who: CloudTrail has the principal of each BatchGetImage, and <code>references</code> finds the files.</p>\n";
  }

  private static String pull(ReportedRepository repository) {
    var recent =
        Optional.ofNullable(
            repository.images().kept().get(MemberName.of(KeepReason.PULLED_RECENTLY)));
    return "<tr><td class=\"name\">%s</td><td class=\"when\">%s</td><td class=\"n\">%s</td><td class=\"name\">%s</td></tr>\n"
        .formatted(
            text(repository.name()),
            text(pulled(repository)),
            StatusTable.number(recent.map(KeptImages::sum).orElse(ImageSum.NONE).images()),
            recent
                .map(it ->
                    examples(it, example -> example.pulled().map(StatusPage::minute).orElse("")))
                .orElse(""));
  }

  private static String examples(KeptImages kept, Function<Example, String> remark) {
    return kept.examples().stream()
        .map(it -> "%s <small>%s</small>".formatted(image(it.image()), text(remark.apply(it))))
        .collect(joining("<br>"));
  }

  private String days() {
    var now = Stream.of(day("now", report.images().eligibleNow()));
    var later =
        report.images().eligibleOn().entrySet().stream()
            .map(day -> day(day.getKey(), day.getValue()));
    return "<h2>What is eligible when</h2>\n"
        + table(row("th", "from", "#images", "#bytes"), Stream.concat(now, later));
  }

  private static String day(String day, ImageSum sum) {
    return row(
        "td", day, "#" + StatusTable.number(sum.images()), "#" + StatusTable.bytes(sum.bytes()));
  }

  private String kept() {
    var kept = report.images().kept();
    return kept.isEmpty()
        ? ""
        : "<h2>What is kept, and why</h2>\n"
            + table(
                row("th", "reason", "#images", "#bytes", "such as"),
                kept.entrySet().stream().map(it -> kept(it.getKey(), it.getValue())));
  }

  private static String kept(String reason, KeptImages kept) {
    return "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"name\">%s</td></tr>\n"
        .formatted(
            text(words(reason)),
            StatusTable.number(kept.sum().images()),
            StatusTable.bytes(kept.sum().bytes()),
            examples(kept, Example::detail));
  }

  /** With as much of a digest as tells it from others; the rest on demand. */
  private static String image(String image) {
    return "<span title=\"%s\">%s</span>"
        .formatted(text(image), text(image.replaceFirst("(@sha256:.{12}).*", "$1…")));
  }

  /** {@code notMirrored} as {@code not mirrored}. */
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private String messages() {
    var run = report.run();
    return messages("Failures", run.failures()) + messages("Warnings", run.warnings());
  }

  private static String messages(String heading, List<String> messages) {
    return messages.isEmpty()
        ? ""
        : messages.stream()
            .map(it -> "<li>%s</li>".formatted(text(it)))
            .collect(joining("", "<h2>%s</h2>\n<ul>".formatted(heading), "</ul>\n"));
  }

  private static String table(String head, Stream<String> rows) {
    return rows.collect(
        joining(
            "",
            "<div class=\"wide\"><table><thead>%s</thead><tbody>\n".formatted(head),
            "</tbody></table></div>\n"));
  }

  /** Cells of one row; those that begin with # are numbers. */
  private static String row(String element, String... cells) {
    return Stream.of(cells)
        .map(cell ->
            cell.startsWith("#")
                ? "<%1$s class=\"n\">%2$s</%1$s>".formatted(element, text(cell.substring(1)))
                : "<%1$s>%2$s</%1$s>".formatted(element, text(cell)))
        .collect(joining("", "<tr>", "</tr>\n"));
  }

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
