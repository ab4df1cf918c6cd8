package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.PolicyKind;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.FindingCode;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.reconcile.ReconcileTotals.Kind;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** What a run does with what it reads; the plan itself is the matter of ReconcilePlannerTest. */
@Timeout(60)
class ReconciliationTest {
  private static final String BACKEND = "ml-platform/backend";
  private static final String FRONTEND = "ml-platform/frontend";
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final String EXPIRES =
      """
      {"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan",
       "countNumber":9},"action":{"type":"expire"}}]}\
      """;

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  @AutoClose private final SdkHttpClient http = Apache5HttpClient.create();
  @AutoClose private final LocalEcr local = LocalEcr.builder().clock(clock).start();
  @AutoClose private final LocalEventBus events;
  @AutoClose private final EventBus bus;

  @AutoClose private final Ecr ecr = LocalAccess.to(local, http, AwsRetryStrategy.doNotRetry());

  private long backlog;

  ReconciliationTest() throws IOException {
    events = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, clock);
    bus =
        new EventBus(
            LocalClients.eventBridge(events.endpoint()),
            http,
            AwsRetryStrategy.doNotRetry(),
            "default");
    local.store().createRepository(RepositorySettings.named(BACKEND));
    local.store().createRepository(RepositorySettings.named(FRONTEND));
    local.store().createRepository(RepositorySettings.named("other/backend"));
    local.push(BACKEND, TestImages.image("one", 100), "v1");
    local.push(FRONTEND, TestImages.image("two", 100), "v1");
    local.push("other/backend", TestImages.image("foreign", 100), "v1");
  }

  @Test
  void requestsWhatIsMissingOfTheNamespace() {
    createConsolidated();

    var result = run(false);

    assertThat(result.requested()).isEqualTo(2);
    assertThat(result.compared()).isTrue();
    assertThat(result.complete()).isTrue();
    assertThat(result.failures()).isEmpty();
    assertThat(result.imagesInAll()).isEqualTo(2);
    assertThat(events.events()).hasSize(2);
  }

  @Test
  void aDryRunRequestsNothingAndSaysWhatItWould() {
    createConsolidated();

    var result = run(true);

    assertThat(result.requested()).isZero();
    assertThat(result.plan().totals().of(Kind.MISSING)).isEqualTo(2);
    assertThat(result.complete()).isTrue();
    assertThat(events.events()).isEmpty();
  }

  @Test
  void requestsNothingWhileManyStillWait() {
    createConsolidated();
    backlog = Reconciliation.MOST_WAITING;

    var result = run(false);

    assertThat(codes(result)).contains(FindingCode.QUEUE_NOT_EMPTY);
    assertThat(result.requested()).isZero();
    assertThat(result.complete()).isFalse();
    assertThat(result.failures()).isEmpty();
    backlog = Reconciliation.MOST_WAITING - 1;
    assertThat(run(false).requested()).isEqualTo(2);
  }

  @Test
  void anOldImageIsRequestedUnlessAPolicyMayHaveRemovedIt() {
    createConsolidated();
    clock.advance(Duration.ofDays(30));

    assertThat(run(true).plan().totals().of(Kind.MISSING)).isEqualTo(2);
    local.store().policy(CONSOLIDATED.value(), PolicyKind.LIFECYCLE, EXPIRES);
    assertThat(run(true).plan().totals().of(Kind.MISSING_OLD)).isEqualTo(2);
  }

  @Test
  void comparesTheOthersWhereOneRepositoryCannotBeRead() {
    createConsolidated();
    local.faults().on("DescribeImages").in(BACKEND).refuse(EcrError.ACCESS_DENIED);

    var result = run(false);

    assertThat(result.requested()).isEqualTo(1);
    assertThat(result.compared()).isFalse();
    assertThat(result.complete()).isFalse();
    assertThat(result.failures()).singleElement().asString().contains(BACKEND, "AccessDenied");
  }

  @Test
  void comparesNothingWhereTheConsolidatedRepositoryCannotBeRead() {
    createConsolidated();
    local.faults().on("DescribeImages").in(CONSOLIDATED.value()).refuse(EcrError.ACCESS_DENIED);

    var result = run(false);

    assertThat(result.plan().decisions()).isEmpty();
    assertThat(result.compared()).isFalse();
    assertThat(events.events()).isEmpty();
  }

  @Test
  void doesNotTakeAPolicyThatCannotBeReadForNone() {
    createConsolidated();
    clock.advance(Duration.ofDays(30));
    local.faults().on("GetLifecyclePolicy").refuse(EcrError.ACCESS_DENIED);

    var result = run(true);

    assertThat(result.plan().totals().of(Kind.MISSING_OLD)).isEqualTo(2);
    assertThat(result.compared()).isFalse();
  }

  @Test
  void saysThatTheConsolidatedRepositoryIsMissing() {
    var result = run(false);

    assertThat(codes(result)).containsExactly(FindingCode.NO_CONSOLIDATED_REPOSITORY);
    assertThat(result.compared()).isFalse();
    assertThat(result.failures()).hasSize(1);
  }

  @Test
  void saysThatNoLegacyRepositoryIsThere() {
    createConsolidated();
    try (var client = LocalClients.ecr(local.endpoint()).build()) {
      client.deleteRepository(request -> request.repositoryName(BACKEND).force(true));
      client.deleteRepository(request -> request.repositoryName(FRONTEND).force(true));
    }

    assertThat(codes(run(false))).containsExactly(FindingCode.NO_LEGACY_REPOSITORY);
  }

  @Test
  void saysThatTheRepositoriesCannotBeListed() {
    local.faults().on("DescribeRepositories").refuse(EcrError.ACCESS_DENIED);

    var result = run(false);

    assertThat(codes(result)).containsExactly(FindingCode.REPOSITORIES_UNREAD);
    assertThat(result.compared()).isFalse();
  }

  @Test
  void aRefusedRequestIsAFailure() {
    createConsolidated();
    events.failNextEntries(2);

    var result = run(false);

    assertThat(codes(result)).contains(FindingCode.REQUESTS_REFUSED);
    assertThat(result.requested()).isZero();
    assertThat(result.compared()).isTrue();
    assertThat(result.complete()).isFalse();
    assertThat(result.failures()).singleElement().asString().contains("InternalFailure");
  }

  @Test
  void timeThatIsUpIsNoFailureButNotComplete() {
    createConsolidated();
    local.faults().on("GetLifecyclePolicy").before(() -> clock.advance(Duration.ofMinutes(5)));

    var result = run(false);

    assertThat(codes(result)).contains(FindingCode.OUT_OF_TIME);
    assertThat(result.requested()).isZero();
    assertThat(result.complete()).isFalse();
    assertThat(result.failures()).isEmpty();
  }

  private void createConsolidated() {
    local.store().createRepository(RepositorySettings.named(CONSOLIDATED.value()));
  }

  private ReconcileResult run(boolean dry) {
    var context = new CallContext(Deadline.in(Duration.ofMinutes(5), clock));
    return new Reconciliation(
            new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()),
            ecr.reader(context),
            bus,
            () -> backlog,
            context.deadline(),
            Optional.empty(),
            true)
        .run(clock.instant().minus(Duration.ofDays(3)), dry);
  }

  private static List<FindingCode> codes(ReconcileResult result) {
    return result.findings().stream().map(PreflightFinding::code).toList();
  }
}
