package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.PolicyKind;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a run, and what is told of it; the run is the matter of ReconciliationTest. */
@Timeout(60)
class ReconcileHandlerTest {
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final String REQUESTED = "Mirror Requested";
  private static final String COMPLETED = "Reconciliation Completed";
  private static final Duration PLENTY = Duration.ofMinutes(15);

  /** What is kept of an invocation to report. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  @AutoClose private final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  @AutoClose private final LocalEventBus bus;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final ReconcileHandler handler;

  ReconcileHandlerTest() throws IOException {
    bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, clock);
    handler =
        LocalFunctions.reconcile(
            Map.of(
                "LEGACY_NAMESPACE",
                "ml-platform",
                "CONSOLIDATED_REPOSITORY",
                CONSOLIDATED,
                "RECONCILE_WINDOW_DAYS",
                "5"),
            ecr.endpoint(),
            bus.endpoint(),
            URI.create("http://127.0.0.1:1"),
            LocalClients.impatient(),
            clock,
            log::add);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    // With it, what is old and missing may have been removed on purpose.
    ecr.store().policy(CONSOLIDATED, PolicyKind.LIFECYCLE, "{\"rules\":[]}");
    ecr.push(LEGACY, TestImages.image("one", 100), "v1");
    ecr.audit().clear();
  }

  @Test
  void requestsWhatIsMissingAndTellsItInItsAnswerOneLineAndOneEvent() {
    var answer = run("", PLENTY);

    assertThat(answer.number("requested")).contains(1L);
    assertThat(bus.events(REQUESTED)).hasSize(1);
    assertThat(log).hasSize(1);
    assertThat(JsonObject.parse(log.getFirst()).members()).containsAllEntriesOf(answer.members());
    assertThat(bus.events(COMPLETED))
        .singleElement()
        .satisfies(event -> assertThat(event.detail()).containsEntry("requested", 1));
  }

  @Test
  void requestsWhatIsOldInABackfillOnly() {
    clock.advance(Duration.ofDays(5));
    assertThat(run("{\"dryRun\":true}", PLENTY).number("wouldRequest")).contains(1L);

    clock.advance(Duration.ofSeconds(1));
    assertThat(run("{}", PLENTY).number("requested")).contains(0L);
    assertThat(run("{\"backfill\":true}", PLENTY).number("requested")).contains(1L);
  }

  @Test
  void aDryRunRequestsNothing() {
    var answer = run("{\"dryRun\":true}", PLENTY);

    assertThat(answer.number("requested")).contains(0L);
    assertThat(bus.events(REQUESTED)).isEmpty();
    assertThat(bus.events(COMPLETED)).hasSize(1);
  }

  @Test
  void failsAfterEverythingWasTold() {
    ecr.faults().on("DescribeImages").in(LEGACY).refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> run("{}", PLENTY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AccessDenied");

    assertThat(log).singleElement().asString().contains("\"level\":\"ERROR\"", "AccessDenied");
    assertThat(bus.events(COMPLETED)).hasSize(1);
  }

  @Test
  void aPreflightAnswersWhateverItFindsAndPublishesNothing() {
    ecr.faults().on("DescribeImages").in(LEGACY).refuse(EcrError.ACCESS_DENIED);

    var answer = run("{\"preflight\":true}", PLENTY);

    assertThat(answer.texts("preflight").getFirst()).contains("not passed");
    assertThat(bus.events()).isEmpty();
    assertThat(ecr.audit().count("GetRepositoryPolicy")).isPositive();
  }

  @Test
  void tellsOutOfItsMarginThatItHadNoTime() {
    bus.failNextEntries(1);

    var answer = run("{}", MARGIN);

    assertThat(answer.members()).containsEntry("complete", false);
    assertThat(answer.objects("findings"))
        .extracting(finding -> finding.text("code").orElseThrow())
        .containsExactly("outOfTime");
    assertThat(ecr.audit().entries()).isEmpty();
    assertThat(bus.events(COMPLETED)).hasSize(1);
  }

  @Test
  void refusesAWrongInputBeforeAnyCall() {
    assertThatThrownBy(() -> run("{\"dryrun\":true}", PLENTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'dryrun' is no option");

    assertThat(ecr.audit().entries()).isEmpty();
    assertThat(log).isEmpty();
  }

  private JsonObject run(String input, Duration left) {
    return JsonObject.parse(LocalInvocation.answer(handler, input, left, log::add));
  }
}
