package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.cleanup.CleanupDecision;
import io.github.ecrconsolidation.cleanup.CleanupPlan;
import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupResult;
import io.github.ecrconsolidation.cleanup.CleanupTotals;
import io.github.ecrconsolidation.cleanup.RunState;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mirror.MirrorResult;
import io.github.ecrconsolidation.mirror.MirrorResult.AlreadyMirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.Failed;
import io.github.ecrconsolidation.mirror.MirrorResult.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.reconcile.ReconcilePlan;
import io.github.ecrconsolidation.reconcile.ReconcileResult;
import io.github.ecrconsolidation.template.WatchedMetrics.Metric;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that the functions emit, read from the log lines of reports on every result. */
final class EmittedMetrics {
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Digest DIGEST = new Digest("sha256:" + "0123456789abcdef".repeat(4));
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final TransferStats NO_TRANSFERS = new TransferStats(0, 0, 0, 0, 0, 0);

  private EmittedMetrics() {}

  /** Of the environment {@code data-platform-dev}. */
  static Set<Metric> all() {
    return Stream.of(
            results().map(EmittedMetrics::mirrored),
            Stream.of(unpublished(), reconciled()),
            cleanedUp())
        .flatMap(lines -> lines)
        .map(JsonObject::parse)
        .flatMap(EmittedMetrics::metrics)
        .collect(Collectors.toSet());
  }

  private static Stream<Metric> metrics(JsonObject line) {
    return line.object("_aws").orElseThrow().objects("CloudWatchMetrics").stream()
        .flatMap(directive -> {
          var dimensions = directive.members().getOrDefault("Dimensions", List.of());
          var dimension = dimensions.toString().replaceAll("[\\[\\]]", "");
          return directive.objects("Metrics").stream()
              .map(metric ->
                  new Metric(
                      directive.text("Namespace").orElseThrow(),
                      metric.text("Name").orElseThrow(),
                      dimension,
                      line.text(dimension).orElseThrow()));
        });
  }

  private static Stream<MirrorResult> results() {
    return Stream.of(
        new Mirrored(DIGEST, Optional.empty()),
        new AlreadyMirrored(DIGEST, Optional.empty()),
        new NothingToDo("gone"),
        new Refused("DockerSchema1", "too old"),
        new Failed(outOfTime()));
  }

  private static RegistryException outOfTime() {
    try {
      Deadline.in(Duration.ZERO, InstantSource.fixed(NOW)).check("PutImage", CONSOLIDATED);
      throw new AssertionError("the deadline has passed");
    } catch (RegistryException e) {
      return e;
    }
  }

  private static String mirrored(MirrorResult result) {
    var request = new MirrorRequest.OfDigest(new RepositoryName("ml-platform/backend"), DIGEST);
    var received = new MirrorMessage.Received(request, Optional.of(NOW.minusSeconds(1)));
    return new MirrorReport(
            "message-1", CONSOLIDATED, Optional.of(received), result, NO_TRANSFERS, Duration.ZERO)
        .line(NOW);
  }

  private static String unpublished() {
    return new UnpublishedEvents(CONSOLIDATED, 1, "refused").line(NOW);
  }

  private static String reconciled() {
    var plan = new ReconcilePlan(List.of());
    return new ReconcileReport(
            CONSOLIDATED,
            ReconcileInput.parse("{}"),
            new ReconcileResult(plan, Map.of(), List.of(), 0, true, true, List.of()),
            NO_TRANSFERS,
            Duration.ZERO)
        .line(NOW);
  }

  /** A run that had something to probe: else it says nothing of losses. */
  private static Stream<String> cleanedUp() {
    var eligible =
        Images.image(
            new Digest("sha256:" + "0".repeat(64)),
            Set.of(),
            new MediaType("application/vnd.oci.image.manifest.v1+json"),
            Optional.empty(),
            Image.Status.ACTIVE,
            NOW);
    var nothing =
        new RunState(
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            RunState.Stop.DONE);
    return new CleanupReport(
            CONSOLIDATED,
            new CleanupPolicy(
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                CleanupPolicy.Mode.DELETE,
                1,
                false),
            "a test",
            new CleanupResult(new CleanupPlan(List.of()), nothing, true),
            CleanupTotals.of(List.of(new CleanupDecision.Delete(eligible))),
            NO_TRANSFERS,
            NOW,
            Duration.ZERO)
        .lines();
  }
}
