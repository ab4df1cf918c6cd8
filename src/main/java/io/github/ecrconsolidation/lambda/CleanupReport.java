package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanerOutcome.Stop;
import io.github.ecrconsolidation.cleanup.CleanupOutcome;
import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.Reason;
import io.github.ecrconsolidation.cleanup.RepositoryPlan;
import io.github.ecrconsolidation.cleanup.Tally;
import io.github.ecrconsolidation.cleanup.Tally.Sum;
import io.github.ecrconsolidation.cleanup.Verdict.Keep;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is told of one clean-up: the function's answer, a log line for each repository, one for the
 * run with its metrics embedded (CloudWatch embedded metric format), and events.
 */
record CleanupReport(
    RepositoryName consolidated,
    CleanupPolicy policy,
    CleanupOutcome outcome,
    Tally tally,
    Traffic traffic,
    Instant at,
    Duration took) {
  /** An answer has a limit (6 MB); the log has a line for every repository. */
  private static final int MOST_REPOSITORIES = 1000;

  /** The answer of the function. */
  Map<String, Object> result() {
    var result = totals();
    result.put(
        "repositories",
        outcome.plan().repositories().stream()
            .limit(MOST_REPOSITORIES)
            .map(CleanupReport::row)
            .toList());
    return result;
  }

  private Map<String, Object> totals() {
    var cleaned = outcome.outcome();
    var totals = new LinkedHashMap<String, Object>();
    totals.put("mode", mode());
    totals.put("cutoverDate", policy.cutover().map(Object::toString).orElse(""));
    totals.put("windowPassesOn", policy.begin().map(Object::toString).orElse(""));
    policy
        .begin()
        .ifPresent(begin ->
            totals.put(
                "daysLeft", Math.max(0, Math.ceilDiv(Duration.between(at, begin).toHours(), 24))));
    totals.put("consolidatedRepository", consolidated.value());
    totals.put("complete", outcome.complete());
    totals.put("stop", outcome.readInTime() ? name(cleaned.stop()) : name(Stop.OUT_OF_TIME));
    totals.put("tags", tags(outcome.plan().repositories()));
    totals.putAll(numbers(tally));
    totals.put("gone", sum(cleaned.gone(), cleaned.bytes()));
    totals.put("stayedAfterAll", reasons(cleaned.stayed()));
    totals.put(
        "deletedRepositories",
        cleaned.deletedRepositories().stream().map(RepositoryName::value).toList());
    totals.put("failures", outcome.failures());
    totals.put("requests", traffic.requests());
    totals.put("durationMilliseconds", took.toMillis());
    return totals;
  }

  private String mode() {
    return policy.mode().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> row(RepositoryPlan plan) {
    var row = new LinkedHashMap<String, Object>();
    row.put("repository", plan.repository().name().value());
    row.put("tags", tags(List.of(plan)));
    plan.lastPulledAt().ifPresent(at -> row.put("lastPulledAt", at.toString()));
    row.putAll(numbers(Tally.of(plan.verdicts())));
    return row;
  }

  private static Map<String, Object> tags(List<RepositoryPlan> plans) {
    var tags = new LinkedHashMap<String, Object>();
    tags.put("mirrored", plans.stream().mapToLong(plan -> plan.tags().mirrored()).sum());
    tags.put("missing", plans.stream().mapToLong(plan -> plan.tags().missing()).sum());
    tags.put("different", plans.stream().mapToLong(plan -> plan.tags().different()).sum());
    tags.put("withoutPlace", plans.stream().mapToLong(plan -> plan.tags().withoutPlace()).sum());
    return tags;
  }

  private static Map<String, Object> numbers(Tally tally) {
    var numbers = new LinkedHashMap<String, Object>();
    numbers.put("images", tally.images().images());
    numbers.put("bytes", tally.images().bytes());
    numbers.put("eligibleNow", sum(tally.eligible()));
    var days = new LinkedHashMap<String, Object>();
    new TreeMap<>(tally.eligibleOn()).forEach((day, sum) -> days.put(day.toString(), sum(sum)));
    numbers.put("eligibleOn", days);
    var kept = new LinkedHashMap<String, Object>();
    new TreeMap<>(tally.kept()).forEach((reason, of) -> kept.put(name(reason), kept(of)));
    numbers.put("kept", kept);
    return numbers;
  }

  private static Map<String, Object> kept(Tally.Kept kept) {
    var json = new LinkedHashMap<>(sum(kept.sum()));
    json.put("examples", kept.examples().stream().map(CleanupReport::example).toList());
    return json;
  }

  private static Map<String, Object> example(Keep keep) {
    var json = new LinkedHashMap<String, Object>();
    json.put("image", keep.image().toString());
    json.put("detail", keep.detail());
    keep.image().held().lastPulledAt().ifPresent(at -> json.put("lastPulledAt", at.toString()));
    keep.eligibleOn().ifPresent(at -> json.put("eligibleOn", at.toString()));
    return json;
  }

  private static Map<String, Object> sum(Sum sum) {
    return sum(sum.images(), sum.bytes());
  }

  private static Map<String, Object> sum(long images, long bytes) {
    var json = new LinkedHashMap<String, Object>();
    json.put("images", images);
    json.put("bytes", bytes);
    return json;
  }

  private static Map<String, Object> reasons(Map<Reason, Integer> counts) {
    var json = new LinkedHashMap<String, Object>();
    new TreeMap<>(counts).forEach((reason, count) -> json.put(name(reason), count));
    return json;
  }

  /** {@code NOT_MIRRORED} as {@code notMirrored}. */
  private static String name(Enum<?> constant) {
    var words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
    return IntStream.range(0, words.length)
        .mapToObj(i -> i == 0 ? words[i] : capital(words[i]))
        .collect(Collectors.joining());
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** A line for each repository, then one for the run. */
  Stream<String> lines() {
    return Stream.concat(
        outcome.plan().repositories().stream().map(plan -> line("INFO", "Planned", row(plan))),
        Stream.of(runLine()));
  }

  private String runLine() {
    var line = totals();
    line.putAll(metrics().members(at));
    return line(outcome.failures().isEmpty() ? "INFO" : "ERROR", "CleanedUp", line);
  }

  private String line(String level, String what, Map<String, Object> members) {
    var line = new LinkedHashMap<String, Object>();
    line.put("timestamp", at.toString());
    line.put("level", level);
    line.put("outcome", what);
    line.putAll(members);
    return JsonObject.write(line);
  }

  /** What happened, for whoever wants to know where images went; and the alarm, if there is one. */
  List<BusEvent> events() {
    var cleaned = outcome.outcome();
    var detail = new LinkedHashMap<String, Object>();
    detail.put("consolidated-repository", consolidated.value());
    detail.put("mode", mode());
    detail.put("complete", outcome.complete());
    detail.put("images", tally.images().images());
    detail.put("eligible-images", tally.eligible().images());
    detail.put("eligible-bytes", tally.eligible().bytes());
    detail.put("gone-images", cleaned.gone());
    detail.put("gone-bytes", cleaned.bytes());
    detail.put("deleted-repositories", cleaned.deletedRepositories().size());
    detail.put("failures", outcome.failures().size());
    var cleanedUp = new BusEvent("Legacy Images Cleaned Up", detail);
    return cleaned
        .probeFailure()
        .map(loss ->
            List.of(
                cleanedUp,
                new BusEvent(
                    "Cleanup Probe Failed",
                    Map.of("consolidated-repository", consolidated.value(), "reason", loss))))
        .orElse(List.of(cleanedUp));
  }

  private EmbeddedMetrics metrics() {
    var cleaned = outcome.outcome();
    var metrics =
        new EmbeddedMetrics()
            .count("LegacyImages", tally.images().images())
            .bytes("LegacyBytes", tally.images().bytes())
            .count("EligibleImages", tally.eligible().images());
    for (var reason : Reason.values()) {
      if (reason != Reason.CHANGED && reason != Reason.REFUSED) {
        metrics.count("Kept" + capital(name(reason)), keptImages(reason));
      }
    }
    metrics
        .count("ArchivedImages", policy.mode() == Mode.ARCHIVE ? cleaned.gone() : 0)
        .count("DeletedImages", policy.mode() == Mode.DELETE ? cleaned.gone() : 0)
        .bytes("FreedBytes", policy.mode() == Mode.DELETE ? cleaned.bytes() : 0)
        .count("CleanupFailures", outcome.failures().size());
    if (policy.mode() != Mode.REPORT) {
      // A report probes nothing, and must not end the alarm.
      metrics.count("CleanupProbeFailed", cleaned.probeFailure().isPresent() ? 1 : 0);
    }
    return metrics;
  }

  private long keptImages(Reason reason) {
    var kept = tally.kept();
    return kept.entrySet().stream()
        .filter(entry -> entry.getKey() == reason)
        .mapToLong(entry -> entry.getValue().sum().images())
        .sum();
  }
}
