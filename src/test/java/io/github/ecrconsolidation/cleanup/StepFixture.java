package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** A registry with one mirrored legacy repository, and what the steps of a batch are made of. */
abstract class StepFixture {
  static final String LEGACY = "ml-platform/backend";
  static final String CONSOLIDATED = "data-platform-dev";
  static final RepositoryName BACKEND = new RepositoryName(LEGACY);

  final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  final List<String> journal = new ArrayList<>();
  private final SdkHttpClient http = Apache5HttpClient.create();
  private final Ecr access = LocalAccess.to(ecr, http, LocalClients.impatient());
  private final CallContext context = new CallContext(Deadline.in(Duration.ofDays(1000), clock));
  final EcrCleanup registry = access.cleanup(context);
  final Mirrored mirrored = new Mirrored(List.of(new RepositoryName(CONSOLIDATED)), registry);
  final LayerProof layers = new LayerProof(mirrored.repositories(), registry);
  final LayerProbe probe = new LayerProbe(mirrored.repositories(), registry);
  final TagMapping mapping =
      new TagMapping(new RepositoryName("ml-platform"), new RepositoryName(CONSOLIDATED), Map.of());
  final CleanupPlanner planner =
      new CleanupPlanner(policy(CleanupPolicy.Mode.DELETE, 1000), mapping);

  /** Writes down what is removed, by digest, and what is kept, with the reason. */
  final Journal recorded =
      new Journal() {
        @Override
        public void removing(ProvenImage image, CleanupPolicy.Mode mode) {
          journal.add(mode + " " + image.digest());
        }

        @Override
        public void kept(ProvenImage image, KeepReason reason, String detail) {
          journal.add(reason + " " + image.digest());
        }
      };

  StepFixture() {
    for (var name : List.of(CONSOLIDATED, LEGACY)) {
      ecr.store().createRepository(RepositorySettings.named(name));
    }
    ecr.store().tagResource(CONSOLIDATED, Map.of(NamespaceTag.KEY, "ml-platform"));
  }

  @AfterEach
  void stop() {
    access.close();
    http.close();
    ecr.close();
  }

  TestImage mirrored(TestImage image, String... tags) {
    ecr.push(LEGACY, image, tags);
    ecr.push(CONSOLIDATED, image, Stream.of(tags).map("backend-"::concat).toArray(String[]::new));
    return image;
  }

  /** A policy whose cutover is the day on which the clock begins. */
  static CleanupPolicy policy(CleanupPolicy.Mode mode, int maximumDeletions) {
    return new CleanupPolicy(
        Optional.of(LocalDate.parse("2026-01-01")),
        Duration.ofDays(30),
        Duration.ofDays(14),
        mode,
        maximumDeletions,
        false);
  }

  /** The registry for work that has only {@code left}. */
  EcrCleanup registryWith(Duration left) {
    return access.cleanup(new CallContext(Deadline.in(left, clock)));
  }

  /** Both sides as they are now. */
  CleanupSurvey.Result read() {
    return new CleanupSurvey(mapping, access.reader(context), registry).read();
  }

  CleanupSnapshot snapshot() {
    return read().snapshot().orElseThrow();
  }

  /** A run of this policy with an hour of time. */
  CleanupResult run(CleanupPolicy policy) {
    var reader = access.reader(context);
    return new Cleanup(
            policy, mapping, reader, registry, recorded, Deadline.in(Duration.ofHours(1), clock))
        .run();
  }

  /** The plan for the legacy repository as it is now. */
  RepositoryPlan plan() {
    return planner.plan(snapshot(), clock.instant()).repositories().getFirst();
  }

  /** All eligible images as one batch, the first. */
  Batch batch() {
    var plan = plan();
    return new Batch(plan, plan.eligible(), true);
  }

  Recheck recheck() {
    return new Recheck(planner, mirrored, layers, registry, clock);
  }

  /** The steps of a batch in mode delete, before which {@code brake} is asked. */
  BatchSteps steps(Supplier<Optional<String>> brake, Removal removal) {
    return new BatchSteps(
        registry,
        brake,
        recheck(),
        new DailySample(LocalDate.parse("2026-02-01")),
        probe,
        removal,
        new Verification(mirrored, layers, probe),
        new RemovalCount(CleanupPolicy.Mode.DELETE, registry));
  }

  static Digest digest(TestImage image) {
    return new Digest(image.digest());
  }
}
