package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.CleanupResult;
import io.github.ecrconsolidation.cleanup.CleanupTotals;
import io.github.ecrconsolidation.cleanup.ImageSum;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.ReportedImages;
import io.github.ecrconsolidation.cleanup.ReportedRepository;
import io.github.ecrconsolidation.cleanup.ReportedRun;
import io.github.ecrconsolidation.cleanup.ReportedWindow;
import io.github.ecrconsolidation.cleanup.RepositoryPlan;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.cleanup.TagProgress;
import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.lambda.LogLine.Level;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is told of one clean-up: the function's answer, a log line for each repository, one for the
 * run with its metrics embedded (CloudWatch embedded metric format), and events.
 */
record CleanupReport(
    RepositoryName consolidated,
    CleanupPolicy policy,
    String settingsFrom,
    CleanupResult result,
    CleanupTotals totals,
    TransferStats transfers,
    Instant at,
    Duration took) {
  /**
   * Of the 6,291,556 bytes that Lambda answers with at most; the totals take a part of the rest.
   */
  private static final int MOST_BYTES_OF_ROWS = 5_000_000;

  /** No plan has these: they come up during a run. */
  private static final Set<KeepReason> OF_THE_RUN =
      Set.of(
          KeepReason.CHANGED,
          KeepReason.REFUSED,
          KeepReason.LAST_WITH_SHARED_LAYERS,
          KeepReason.LAYER_UNAVAILABLE,
          KeepReason.MANIFEST_UNAVAILABLE);

  /** What the run itself found lost before it removed anything. */
  private static final Set<KeepReason> LOST =
      Set.of(KeepReason.LAYER_UNAVAILABLE, KeepReason.MANIFEST_UNAVAILABLE);

  /** The repositories of an answer. */
  private record Rows(List<Map<String, Object>> repositories, int repositoriesOmitted) {}

  /**
   * The answer of the function: the totals, and as many repositories as fit.
   *
   * @param details which repositories are answered with
   */
  JsonObject answer(CleanupDetails details) {
    var rows = new ArrayList<Map<String, Object>>();
    var left = MOST_BYTES_OF_ROWS;
    var listed = result.plan().repositories().stream().filter(details::asksFor).toList();
    for (var plan : listed) {
      var row = row(plan);
      left -= JsonObject.write(row).getBytes(UTF_8).length + 1;
      if (left < 0) {
        break;
      }
      rows.add(row);
    }
    var parts = new ArrayList<>(parts());
    parts.add(new Rows(rows, result.plan().repositories().size() - rows.size()));
    return JsonObject.of(parts);
  }

  private List<Record> parts() {
    return List.of(ReportedWindow.of(policy, settingsFrom, at), run(), images());
  }

  private ReportedRun run() {
    var state = result.state();
    var deleted = state.deletedRepositories().stream().map(RepositoryName::value).toList();
    return new ReportedRun(
        consolidated.value(),
        result.complete(),
        MemberName.of(result.stop()),
        reasons(state.kept()),
        deleted.size(),
        CappedTexts.of(deleted),
        CappedTexts.of(state.warnings()),
        CappedTexts.of(result.failures()),
        transfers.requests(),
        took.toMillis());
  }

  private ReportedImages images() {
    var state = result.state();
    return ReportedImages.of(tags(), totals, new ImageSum(state.removed(), state.removedBytes()));
  }

  private TagProgress tags() {
    return result.plan().repositories().stream()
        .map(RepositoryPlan::tags)
        .reduce(TagProgress.NONE, TagProgress::plus);
  }

  private Map<String, Object> row(RepositoryPlan plan) {
    return ReportedRepository.of(plan, result.state().of(plan.repository().name()))
        .json()
        .members();
  }

  private static Map<String, Long> reasons(Map<KeepReason, Integer> counts) {
    var reasons = new LinkedHashMap<String, Long>();
    new TreeMap<>(counts)
        .forEach((reason, count) -> reasons.put(MemberName.of(reason), (long) count));
    return reasons;
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** A line for each repository, then one for the run. */
  Stream<String> lines() {
    return Stream.concat(
            result.plan().repositories().stream()
                .map(plan -> line(Level.INFO, "Planned", row(plan))),
            Stream.of(runLine()))
        .map(LogLine::toString);
  }

  private LogLine runLine() {
    return line(
            result.failures().isEmpty() ? Level.INFO : Level.ERROR,
            "CleanedUp",
            JsonObject.of(parts()).members())
        .withMetrics(metrics());
  }

  private LogLine line(Level level, String outcome, Map<String, Object> members) {
    return new LogLine(at, level).with("outcome", outcome).withAll(members);
  }

  /** What happened, for consumers that follow images; and the alarm, if there is one. */
  List<BusEvent> events() {
    var state = result.state();
    var detail = new LinkedHashMap<String, Object>();
    detail.put("consolidated-repository", consolidated.value());
    detail.put("mode", MemberName.of(policy.mode()));
    detail.put("complete", result.complete());
    detail.put("images", totals.images().images());
    detail.put("eligible-images", totals.eligible().images());
    detail.put("eligible-bytes", totals.eligible().bytes());
    detail.put("removed-images", state.removed());
    detail.put("removed-bytes", state.removedBytes());
    detail.put("deleted-repositories", state.deletedRepositories().size());
    detail.put("failures", result.failures().size());
    var cleanedUp = new BusEvent("Legacy Images Cleaned Up", detail);
    return state
        .loss()
        .map(loss ->
            List.of(
                cleanedUp,
                new BusEvent(
                    "Cleanup Probe Failed",
                    Map.of("consolidated-repository", consolidated.value(), "reason", loss))))
        .orElse(List.of(cleanedUp));
  }

  private EmbeddedMetrics metrics() {
    var state = result.state();
    var metrics =
        new EmbeddedMetrics()
            .count("LegacyImages", totals.images().images())
            .bytes("LegacyBytes", totals.images().bytes())
            .count("EligibleImages", totals.eligible().images());
    for (var reason : KeepReason.values()) {
      if (!OF_THE_RUN.contains(reason)) {
        metrics.count("Kept" + capital(MemberName.of(reason)), keptImages(reason));
      }
    }
    metrics
        .count("ArchivedImages", policy.mode() == Mode.ARCHIVE ? state.removed() : 0)
        .count("DeletedImages", policy.mode() == Mode.DELETE ? state.removed() : 0)
        .bytes("FreedBytes", policy.mode() == Mode.DELETE ? state.removedBytes() : 0)
        .count("CleanupFailures", result.failures().size());
    // A report in between must not hide that no removal ends.
    var outOfTime = result.stop() == Stop.OUT_OF_TIME;
    if (policy.mode() != Mode.REPORT || outOfTime) {
      metrics.count("CleanupOutOfTime", outOfTime ? 1 : 0);
    }
    // What was not looked at must not end an alarm.
    if (state.loss().isPresent() || (policy.mode() != Mode.REPORT && hasProbed())) {
      metrics.count("CleanupProbeFailed", state.loss().isPresent() ? 1 : 0);
    }
    if (lost() > 0 || (result.complete() && hasProbed())) {
      metrics.count("LostImages", lost());
    }
    return metrics;
  }

  /**
   * Without anything eligible, a run looks at no layers; one that failed may not have come to it.
   */
  private boolean hasProbed() {
    return totals.eligible().images() > 0
        && result.failures().isEmpty()
        && result.stop() != Stop.OUT_OF_TIME;
  }

  private long lost() {
    return result.state().kept().entrySet().stream()
        .filter(entry -> LOST.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private long keptImages(KeepReason reason) {
    var kept = totals.kept();
    return kept.entrySet().stream()
        .filter(entry -> entry.getKey() == reason)
        .mapToLong(entry -> entry.getValue().sum().images())
        .sum();
  }
}
