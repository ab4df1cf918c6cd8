package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.reconcile.ReconcileResult;
import io.github.ecrconsolidation.reconcile.ReconcileTotals;
import io.github.ecrconsolidation.reconcile.ReconcileTotals.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is told of one run: the function's answer, a line of JSON for the log with its metrics
 * embedded (CloudWatch embedded metric format), and an event.
 */
record ReconcileReport(
    RepositoryName consolidated,
    ReconcileInput input,
    ReconcileResult result,
    TransferStats transfers,
    Duration took) {
  /** A log event has a limit, beyond which its metrics are lost; more rows are of no use. */
  private static final int MOST_REPOSITORIES = 100;

  private static final int MOST_FINDINGS = 50;

  private record Preflight(List<String> preflight) {}

  private record Run(
      String mode,
      boolean dryRun,
      String consolidatedRepository,
      boolean complete,
      int requested) {}

  private record Comparison(
      Map<String, Integer> decisions,
      Map<String, Integer> ignoredBecause,
      int wouldRequest,
      int repositoriesThatDiffer,
      List<Map<String, Object>> repositories) {}

  private record Ending(
      List<String> failures,
      List<Map<String, Object>> findings,
      int findingsOmitted,
      long images,
      long requests,
      long durationMilliseconds) {}

  private record Finding(String severity, String code, String what) {}

  private record Setting(String parameter, String value, String file) {}

  private record Configuration(String terraform) {}

  /**
   * The answer of the function. A run that could not read everything counts too little, and a zero
   * looks as if all were well: so it tells no count of what it compared, here or anywhere.
   */
  JsonObject answer() {
    var parts = new ArrayList<Record>();
    if (input.preflight()) {
      parts.add(new Preflight(preflight()));
    }
    parts.add(
        new Run(
            input.mode(),
            input.dryRun(),
            consolidated.value(),
            result.complete(),
            result.requested()));
    if (result.compared()) {
      parts.add(comparison(result.plan().totals()));
    }
    parts.add(
        new Ending(
            CappedTexts.of(result.failures()),
            worstFirst().limit(MOST_FINDINGS).map(ReconcileReport::finding).toList(),
            Math.max(0, result.findings().size() - MOST_FINDINGS),
            result.imagesInAll(),
            transfers.requests(),
            took.toMillis()));
    return JsonObject.of(parts);
  }

  private Comparison comparison(ReconcileTotals totals) {
    var differing = differing();
    return new Comparison(
        decisions(totals, MemberName::of),
        reasons(totals),
        totals.of(Kind.MISSING) + totals.of(Kind.DIFFERENT),
        differing.size(),
        differing.stream().limit(MOST_REPOSITORIES).toList());
  }

  /** The total of each kind of decision, named as the reader needs it. */
  private static Map<String, Integer> decisions(
      ReconcileTotals totals, Function<Kind, String> name) {
    var decisions = new LinkedHashMap<String, Integer>();
    for (var kind : Kind.values()) {
      decisions.put(name.apply(kind), totals.of(kind));
    }
    return decisions;
  }

  private static Map<String, Integer> reasons(ReconcileTotals totals) {
    var reasons = new TreeMap<String, Integer>();
    totals.ignored().forEach((reason, count) -> reasons.put(MemberName.of(reason), count));
    return reasons;
  }

  /** Those with something missing, different or conflicting. */
  private List<Map<String, Object>> differing() {
    return result.plan().totalsByRepository().entrySet().stream()
        .filter(entry -> !entry.getValue().agree())
        .map(entry -> {
          var row = new LinkedHashMap<String, Object>();
          row.put("repository", entry.getKey().value());
          row.putAll(decisions(entry.getValue(), MemberName::of));
          return (Map<String, Object>) row;
        })
        .toList();
  }

  private static Map<String, Object> finding(PreflightFinding finding) {
    var parts = new ArrayList<Record>();
    parts.add(
        new Finding(
            MemberName.of(finding.severity()),
            MemberName.of(finding.code()),
            CappedTexts.cut(finding.what())));
    finding.remedy().map(ReconcileReport::setting).ifPresent(parts::add);
    return JsonObject.of(parts).members();
  }

  private static Record setting(Remedy remedy) {
    return switch (remedy) {
      case Parameter(var name, var value) -> new Setting(name, value, Parameter.FILE);
      case Terraform(var lines) -> new Configuration(lines);
    };
  }

  /** For an operator: whether all may begin, the findings, and where the remedies are. */
  private List<String> preflight() {
    var summary =
        "%s: %d errors, %d warnings"
            .formatted(
                result.complete() && findings(Severity.ERROR) == 0 ? "passed" : "not passed",
                findings(Severity.ERROR),
                findings(Severity.WARNING));
    return Stream.of(
            Stream.of("preflight of %s %s".formatted(consolidated, summary)),
            worstFirst().flatMap(PreflightFinding::lines),
            Stream.of("what follows from each, and what to do: " + PreflightFinding.RUNBOOK))
        .flatMap(lines -> lines)
        .toList();
  }

  private Stream<PreflightFinding> worstFirst() {
    return result.findings().stream().sorted(Comparator.comparing(PreflightFinding::severity));
  }

  /** How it ended and the counts, for whoever wants to know that all is well. */
  BusEvent event() {
    var detail = new LinkedHashMap<String, Object>();
    detail.put("consolidated-repository", consolidated.value());
    detail.put("mode", input.mode());
    detail.put("dry-run", input.dryRun());
    detail.put("complete", result.complete());
    detail.put("requested", result.requested());
    if (result.compared()) {
      detail.putAll(decisions(result.plan().totals(), MemberName::hyphenated));
    }
    detail.put("failures", result.failures().size());
    detail.put("errors", findings(Severity.ERROR));
    detail.put("warnings", findings(Severity.WARNING));
    return new BusEvent("Reconciliation Completed", detail);
  }

  private long findings(Severity severity) {
    return result.findings().stream().filter(finding -> finding.severity() == severity).count();
  }

  /** One line of JSON; without metrics for a preflight, which is no run. */
  String line(Instant now) {
    var line = new LogLine(now, level()).with("outcome", "Reconciled").withAll(answer().members());
    return (input.preflight() ? line : line.withMetrics(metrics())).toString();
  }

  private Level level() {
    if (!result.failures().isEmpty()) {
      return Level.ERROR;
    }
    return findings(Severity.ERROR) + findings(Severity.WARNING) > 0 ? Level.WARN : Level.INFO;
  }

  /** As in the answer: a zero would end the alarm on missing images. */
  private EmbeddedMetrics metrics() {
    var metrics =
        new EmbeddedMetrics()
            .count("RequestedImages", result.requested())
            .count("SnapshotImages", result.imagesInAll())
            .count("ReconcileFailures", result.failures().size());
    return result.compared() ? compared(metrics) : metrics;
  }

  private EmbeddedMetrics compared(EmbeddedMetrics metrics) {
    decisions(result.plan().totals(), ReconcileReport::metric).forEach(metrics::count);
    return metrics.count("ConsolidatedImages", result.images().getOrDefault(consolidated, 0));
  }

  private static String metric(Kind kind) {
    return switch (kind) {
      case IN_PLACE -> "InPlaceImages";
      case MISSING -> "MissingImages";
      case MISSING_OLD -> "OldMissingImages";
      case DIFFERENT -> "DifferentImages";
      case CONFLICTING -> "ConflictingImages";
      case IGNORED -> "IgnoredImages";
    };
  }
}
