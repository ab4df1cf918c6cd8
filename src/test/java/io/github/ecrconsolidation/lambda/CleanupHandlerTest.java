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
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a run, and what is told of it; what it removes is the matter of CleanupIT. */
@Timeout(60)
class CleanupHandlerTest {
  private static final String LEGACY = "ml-platform/backend";
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final String DELETE = "{\"cutoverDate\":\"2026-01-01\",\"mode\":\"delete\"}";
  private static final Duration PLENTY = Duration.ofMinutes(15);

  /** What is kept of an invocation to report. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final LocalClock clock = LocalClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  @AutoClose private final LocalEcr ecr = LocalEcr.builder().clock(clock).start();
  @AutoClose private final LocalEventBus bus;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CleanupHandler handler;

  CleanupHandlerTest() throws IOException {
    bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, clock);
    handler =
        LocalFunctions.cleanup(
            Map.of("LEGACY_NAMESPACE", "ml-platform", "CONSOLIDATED_REPOSITORY", CONSOLIDATED),
            ecr.endpoint(),
            bus.endpoint(),
            LocalClients.impatient(),
            clock,
            log::add);
    ecr.store().createRepository(RepositorySettings.named(LEGACY));
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    ecr.store().tagResource(CONSOLIDATED, Map.of(NamespaceTag.KEY, "ml-platform"));
    var image = TestImages.image("one", 100);
    ecr.push(LEGACY, image, "v1");
    ecr.push(CONSOLIDATED, image, "backend-v1");
    clock.advance(Duration.ofDays(31));
    ecr.audit().clear();
  }

  @Test
  void onlyReportsUnlessItIsToldMore() {
    var answer = run("", PLENTY);

    assertThat(answer.text("mode")).contains("report");
    assertThat(ecr.store().tags(LEGACY)).containsKey("v1");
  }

  @Test
  void tellsARunInItsAnswerItsLogAndOneEvent() {
    var answer = run(DELETE, PLENTY);

    assertThat(answer.object("removed").orElseThrow().number("images")).contains(1L);
    assertThat(outcomes()).containsExactly("Deleting", "Planned", "CleanedUp");
    assertThat(bus.events("Legacy Images Cleaned Up"))
        .singleElement()
        .satisfies(event -> assertThat(event.detail()).containsEntry("removed-images", 1));
  }

  @Test
  void failsAfterEverythingWasTold() {
    ecr.faults().on("BatchDeleteImage").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> run(DELETE, PLENTY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AccessDenied");

    assertThat(outcomes()).endsWith("CleanedUp");
    assertThat(JsonObject.parse(log.getLast()).text("level")).contains("ERROR");
    assertThat(bus.events("Legacy Images Cleaned Up")).hasSize(1);
  }

  @Test
  void refusesAWrongInputBeforeAnyCall() {
    assertThatThrownBy(() -> run("{\"mode\":\"destroy\"}", PLENTY))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(ecr.audit().entries()).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void tellsOutOfItsMarginThatItHadNoTime() {
    bus.failNextEntries(1);

    assertThatThrownBy(() -> run(DELETE, MARGIN)).hasMessageContaining("the time was up");

    assertThat(ecr.audit().entries()).isEmpty();
    assertThat(bus.events("Legacy Images Cleaned Up")).hasSize(1);
  }

  @Test
  void aBusThatRefusesTheEventIsNoFailure() {
    bus.failNextEntries(100);

    run(DELETE, PLENTY);

    assertThat(JsonObject.parse(log.getLast()).number("EventsNotPublished")).contains(1L);
  }

  // --- restoration

  @Test
  void restoresWhatWasArchived() {
    run(DELETE.replace("delete", "archive"), PLENTY);
    log.clear();

    var answer = run("{\"restore\":\"ml-platform/backend\"}", PLENTY);

    assertThat(answer.number("restored")).contains(1L);
    assertThat(answer.text("next").orElseThrow()).contains("ecr-consolidation:hold=true");
    assertThat(outcomes()).containsExactly("Restored");
    assertThat(bus.events("Legacy Images Restored"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.detail())
                .containsEntry("repository-name", LEGACY)
                .containsEntry("restored-images", 1)
                .containsEntry("left-images", 0));
  }

  @Test
  void aRestorationThatFailsIsToldAndFails() {
    run(DELETE.replace("delete", "archive"), PLENTY);
    log.clear();
    ecr.faults().on("UpdateImageStorageClass").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> run("{\"restore\":\"ml-platform/backend\"}", PLENTY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AccessDenied");

    assertThat(outcomes()).containsExactly("Restored");
    assertThat(JsonObject.parse(log.getFirst()).text("level")).contains("ERROR");
    assertThat(bus.events("Legacy Images Restored")).hasSize(1);
  }

  private JsonObject run(String input, Duration left) {
    return JsonObject.parse(LocalInvocation.answer(handler, input, left, log::add));
  }

  private List<String> outcomes() {
    return log.stream()
        .map(JsonObject::parse)
        .flatMap(line -> line.text("outcome").stream())
        .toList();
  }
}
