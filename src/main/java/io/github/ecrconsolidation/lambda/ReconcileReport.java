package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.BusEvent;
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
  /** A log line and an answer have limits (1 MB and 6 MB); more rows are of no use. */
  private static final int MOST_REPOSITORIES = 100;

  /**
   * The answer of the function. A run that could not read everything counts too little, and a zero
   * looks as if all were well: so it tells no count of what it compared, here or anywhere.
   */
  Map<String, Object> answer() {
    var answer = new LinkedHashMap<String, Object>();
    if (input.preflight()) {
      answer.put("preflight", preflight());
    }
    answer.put("mode", input.mode());
    answer.put("dryRun", input.dryRun());
    answer.put("consolidatedRepository", consolidated.value());
    answer.put("complete", result.complete());
    answer.put("requested", result.requested());
    if (result.compared()) {
      answer.putAll(compared(result.plan().totals()));
    }
    answer.put("failures", result.failures());
    answer.put("findings", result.findings().stream().map(ReconcileReport::finding).toList());
    answer.put("images", result.imagesInAll());
    answer.put("requests", transfers.requests());
    answer.put("durationMilliseconds", took.toMillis());
    return answer;
  }

  private Map<String, Object> compared(ReconcileTotals totals) {
    var compared = new LinkedHashMap<String, Object>();
    compared.put("decisions", decisions(totals, MemberName::of));
    compared.put("ignoredBecause", reasons(totals));
    compared.put("wouldRequest", totals.of(Kind.MISSING) + totals.of(Kind.DIFFERENT));
    var differing = differing();
    compared.put("repositoriesThatDiffer", differing.size());
    compared.put("repositories", differing.stream().limit(MOST_REPOSITORIES).toList());
    return compared;
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

  private static Map<String, String> finding(PreflightFinding finding) {
    var json = new LinkedHashMap<String, String>();
    json.put("severity", MemberName.of(finding.severity()));
    json.put("code", MemberName.of(finding.code()));
    json.put("what", finding.what());
    finding.remedy().map(ReconcileReport::setting).ifPresent(json::putAll);
    return json;
  }

  private static Map<String, String> setting(Remedy remedy) {
    var json = new LinkedHashMap<String, String>();
    switch (remedy) {
      case Parameter(var name, var value) -> {
        json.put("parameter", name);
        json.put("value", value);
        json.put("file", Parameter.FILE);
      }
      case Terraform(var lines) -> json.put("terraform", lines);
    }
    return json;
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
            result.findings().stream()
                .sorted(Comparator.comparing(PreflightFinding::severity))
                .flatMap(PreflightFinding::lines),
            Stream.of("what follows from each, and what to do: " + PreflightFinding.RUNBOOK))
        .flatMap(lines -> lines)
        .toList();
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
    var line = new LogLine(now, level()).with("outcome", "Reconciled").withAll(answer());
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
