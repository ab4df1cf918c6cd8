package io.github.ecrconsolidation.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPlan;
import io.github.ecrconsolidation.cleanup.CleanupPlanner;
import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.CleanupResult;
import io.github.ecrconsolidation.cleanup.CleanupSnapshot;
import io.github.ecrconsolidation.cleanup.CleanupTotals;
import io.github.ecrconsolidation.cleanup.IndexGraph;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.LegacyRepository;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.cleanup.RunState;
import io.github.ecrconsolidation.cleanup.RunState.RepositoryState;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.TransferStats;
import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CleanupReportTest {
  private static final Instant NOW = Instant.parse("2026-01-11T12:00:00Z");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  private static final RunState UNTOUCHED = state(Map.of(), Map.of(), Optional.empty());

  // --- the world

  private static Image image(String name, Tag... tags) {
    return Images.sized(
        Images.image(
            Digest.of(name.getBytes(UTF_8)),
            Set.of(tags),
            new MediaType("application/vnd.oci.image.manifest.v1+json"),
            Optional.empty(),
            Status.ACTIVE,
            Instant.parse("2025-01-01T00:00:00Z")),
        100);
  }

  private static CleanupPolicy policy(Mode mode) {
    return new CleanupPolicy(
        Optional.of(LocalDate.parse("2026-01-01")),
        Duration.ofDays(30),
        Duration.ofDays(14),
        mode,
        1000,
        false);
  }

  private static CleanupDecision keep(String name, KeepReason reason, String eligibleOn) {
    return new Keep(image(name), reason, "because", Optional.of(Instant.parse(eligibleOn)));
  }

  private static RunState state(
      Map<RepositoryName, RepositoryState> repositories,
      Map<KeepReason, Integer> kept,
      Optional<String> loss) {
    return new RunState(repositories, kept, List.of(), List.of(), List.of(), loss, Stop.DONE);
  }

  /** A run that removed {@code images} of {@link #BACKEND}, a hundred bytes each. */
  private static RunState removed(int images) {
    return state(
        Map.of(BACKEND, new RepositoryState(images, images, images, images * 100L, 0, Set.of())),
        Map.of(),
        Optional.empty());
  }

  private static CleanupReport report(
      Mode mode, CleanupPlan plan, RunState state, CleanupDecision... decisions) {
    return new CleanupReport(
        CONSOLIDATED,
        policy(mode),
        "a test",
        new CleanupResult(plan, state, true),
        CleanupTotals.of(List.of(decisions)),
        new TransferStats(9, 0, 0, 0, 0, 0),
        NOW,
        Duration.ofMillis(1250));
  }

  private static CleanupReport report(Mode mode, RunState state, CleanupDecision... decisions) {
    return report(mode, new CleanupPlan(List.of()), state, decisions);
  }

  /** The plan for two legacy repositories, each with a mirrored image that is kept for a while. */
  private static CleanupPlan plan() {
    var mutability = new TagMutability(TagMutability.Mode.MUTABLE, List.of());
    var legacy =
        List.of(
            legacy(BACKEND, mutability, image("one", new Tag("v1"))),
            legacy(WEB, mutability, image("two")));
    var snapshots =
        legacy.stream()
            .collect(
                Collectors.toMap(
                    LegacyRepository::name, it -> new RepositorySnapshot(it.name(), it.images())));
    var mirrored = List.of(image("one", new Tag("backend-v1")), image("two"));
    return new CleanupPlanner(
            policy(Mode.REPORT),
            new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()))
        .plan(
            new CleanupSnapshot(
                new RegistrySnapshot(
                    List.of(BACKEND, WEB),
                    snapshots,
                    new RepositorySnapshot(CONSOLIDATED, mirrored),
                    mutability),
                legacy,
                List.of(),
                List.of(),
                new IndexGraph(Map.of())),
            NOW);
  }

  private static LegacyRepository legacy(
      RepositoryName name, TagMutability mutability, Image image) {
    return new LegacyRepository(
        new Repository(name, NOW, mutability, new Encryption("AES256", ""), false),
        List.of(image),
        Hold.NONE,
        Map.of());
  }

  private static JsonObject answer(CleanupReport report, CleanupDetails details) {
    return report.answer(details);
  }

  private static JsonObject answer(CleanupReport report) {
    return answer(report, CleanupDetails.ALL);
  }

  // --- the answer

  @Test
  void saysFirstWhatMayBeRemovedAndWhoSaysSo() {
    var answer = answer(report(Mode.DELETE, UNTOUCHED)).members();

    assertThat(answer.entrySet())
        .startsWith(Map.entry("settings", "mode delete, cutover 2026-01-01, from a test"));
    assertThat(answer)
        .containsEntry("windowPassesOn", "2026-01-31T00:00:00Z")
        .containsEntry("stop", "done")
        .containsEntry("complete", true);
  }

  @Test
  void countsADayThatHasBegunAsLeft() {
    // 19 days and 12 hours.
    assertThat(answer(report(Mode.DELETE, UNTOUCHED)).number("daysLeft")).contains(20L);
  }

  @Test
  void hasNoDateWithoutACutover() {
    var without =
        new CleanupPolicy(
            Optional.empty(), Duration.ofDays(30), Duration.ofDays(14), Mode.REPORT, 1, false);
    var report =
        new CleanupReport(
            CONSOLIDATED,
            without,
            "a test",
            new CleanupResult(new CleanupPlan(List.of()), UNTOUCHED, true),
            CleanupTotals.of(List.of()),
            new TransferStats(0, 0, 0, 0, 0, 0),
            NOW,
            Duration.ZERO);

    assertThat(answer(report).members())
        .containsEntry("cutoverDate", "")
        .containsEntry("windowPassesOn", "")
        .doesNotContainKey("daysLeft");
  }

  @Test
  void countsWhatThisRunRemovedNoMoreAsEligible() {
    var report =
        report(
            Mode.DELETE,
            removed(1),
            new Delete(image("one")),
            new Delete(image("two")),
            new Delete(image("three")));

    assertThat(answer(report).members())
        .containsEntry("eligibleNow", Map.of("images", 2, "bytes", 200))
        .containsEntry("removed", Map.of("images", 1, "bytes", 100));
  }

  @Test
  void answersWithTheRepositoriesThatAreAskedFor() {
    var report = report(Mode.REPORT, plan(), UNTOUCHED);

    assertThat(repositories(report, CleanupDetails.ALL))
        .containsExactly("ml-platform/backend", "ml-platform/web");
    assertThat(repositories(report, new CleanupDetails(false, Optional.of(WEB))))
        .containsExactly("ml-platform/web");
    assertThat(answer(report, new CleanupDetails(true, Optional.empty())).members())
        .containsEntry("repositories", List.of())
        .containsEntry("repositoriesOmitted", 2);
  }

  private static List<String> repositories(CleanupReport report, CleanupDetails details) {
    return answer(report, details).objects("repositories").stream()
        .map(row -> row.text("repository").orElseThrow())
        .toList();
  }

  @Test
  void omitsRepositoriesThatDoNotFit() {
    var plan = plan();
    var many =
        new CleanupPlan(
            IntStream.range(0, 20_000)
                .mapToObj(_ -> plan.repositories())
                .flatMap(List::stream)
                .toList());

    var answer = answer(report(Mode.REPORT, many, UNTOUCHED));

    var listed = answer.objects("repositories").size();
    assertThat(listed).isBetween(1, 39_999);
    assertThat(answer.number("repositoriesOmitted")).contains(40_000L - listed);
    assertThat(JsonObject.write(answer.members()).length()).isLessThan(6_291_556);
  }

  // --- the log

  @Test
  void hasALineForEachRepositoryAndOneForTheRun() {
    var lines = report(Mode.DELETE, plan(), UNTOUCHED).lines().map(JsonObject::parse).toList();

    assertThat(lines)
        .extracting(line -> line.text("outcome").orElseThrow())
        .containsExactly("Planned", "Planned", "CleanedUp");
    assertThat(lines.getLast().members())
        .containsEntry("level", "INFO")
        .containsEntry("durationMilliseconds", 1250)
        .containsEntry("requests", 9);
  }

  @Test
  void isAnErrorIfSomethingFailed() {
    var lost = state(Map.of(), Map.of(), Optional.of("the layer is lost"));

    assertThat(run(Mode.DELETE, lost).members())
        .containsEntry("level", "ERROR")
        .containsEntry("CleanupFailures", 1);
  }

  // --- metrics

  @Test
  void countsWhatWasRemovedByTheMode() {
    assertThat(run(Mode.DELETE, removed(2)).members())
        .containsEntry("DeletedImages", 2)
        .containsEntry("FreedBytes", 200)
        .containsEntry("ArchivedImages", 0);
    assertThat(run(Mode.ARCHIVE, removed(2)).members())
        .containsEntry("DeletedImages", 0)
        .containsEntry("FreedBytes", 0)
        .containsEntry("ArchivedImages", 2);
  }

  @Test
  void countsWhatIsKeptByReason() {
    var line =
        run(
            Mode.DELETE,
            UNTOUCHED,
            keep("one", KeepReason.NOT_MIRRORED, "2026-02-01T00:00:00Z"),
            keep("two", KeepReason.NOT_MIRRORED, "2026-02-01T00:00:00Z"));

    assertThat(line.members())
        .containsEntry("LegacyImages", 2)
        .containsEntry("LegacyBytes", 200)
        .containsEntry("EligibleImages", 0)
        .containsEntry("KeptNotMirrored", 2)
        .containsEntry("KeptOnHold", 0)
        .doesNotContainKey("KeptChanged");
  }

  @Test
  void countsAsLostWhatTheConsolidatedRepositoryLacks() {
    var kept =
        Map.of(
            KeepReason.LAYER_UNAVAILABLE, 1,
            KeepReason.MANIFEST_UNAVAILABLE, 2,
            KeepReason.CHANGED, 4);

    assertThat(run(Mode.DELETE, state(Map.of(), kept, Optional.empty())).members())
        .containsEntry("LostImages", 3);
  }

  @Test
  void onlyARunThatLookedAtAllItMayRemoveSaysThatNothingIsLost() {
    var eligible = new Delete(image("one"));

    assertThat(run(Mode.DELETE, removed(1), eligible).members()).containsEntry("LostImages", 0);
    assertThat(run(Mode.DELETE, UNTOUCHED).members()).doesNotContainKey("LostImages");
    assertThat(run(Mode.DELETE, ended(List.of(), Stop.RAMP_REACHED), eligible).members())
        .doesNotContainKey("LostImages");
  }

  /** It probes nothing if nothing is eligible. */
  @Test
  void aReportWithoutALossDoesNotEndTheAlarm() {
    var lost = state(Map.of(), Map.of(), Optional.of("the layer is lost"));

    assertThat(run(Mode.REPORT, UNTOUCHED).members()).doesNotContainKey("CleanupProbeFailed");
    assertThat(run(Mode.REPORT, lost).members()).containsEntry("CleanupProbeFailed", 1);
  }

  @Test
  void onlyARunThatHadSomethingToProbeAndSucceededEndsTheAlarm() {
    var eligible = new Delete(image("one"));

    assertThat(run(Mode.DELETE, removed(1), eligible).members())
        .containsEntry("CleanupProbeFailed", 0);
    assertThat(run(Mode.DELETE, UNTOUCHED).members()).doesNotContainKey("CleanupProbeFailed");
    assertThat(run(Mode.DELETE, ended(List.of("it is on hold"), Stop.ON_HOLD), eligible).members())
        .doesNotContainKey("CleanupProbeFailed");
    assertThat(run(Mode.DELETE, ended(List.of(), Stop.OUT_OF_TIME), eligible).members())
        .doesNotContainKey("CleanupProbeFailed");
  }

  /** An operator asks for reports between the runs that never end. */
  @Test
  void aReportThatEndedInTimeDoesNotHideRunsThatDoNot() {
    var outOfTime = ended(List.of(), Stop.OUT_OF_TIME);

    assertThat(run(Mode.REPORT, UNTOUCHED).members()).doesNotContainKey("CleanupOutOfTime");
    assertThat(run(Mode.REPORT, outOfTime).members()).containsEntry("CleanupOutOfTime", 1);
    assertThat(run(Mode.DELETE, UNTOUCHED).members()).containsEntry("CleanupOutOfTime", 0);
    assertThat(run(Mode.DELETE, outOfTime).members()).containsEntry("CleanupOutOfTime", 1);
  }

  private static RunState ended(List<String> failures, Stop stop) {
    return new RunState(Map.of(), Map.of(), List.of(), List.of(), failures, Optional.empty(), stop);
  }

  private static JsonObject run(Mode mode, RunState state, CleanupDecision... decisions) {
    return JsonObject.parse(report(mode, state, decisions).lines().toList().getLast());
  }

  // --- events

  @Test
  void publishesWhatBecameOfTheImages() {
    var events = report(Mode.DELETE, removed(1), new Delete(image("one"))).events();

    assertThat(events).extracting(BusEvent::detailType).containsExactly("Legacy Images Cleaned Up");
    assertThat(events.getFirst().detail())
        .containsEntry("consolidated-repository", "data-platform-dev")
        .containsEntry("mode", "delete")
        .containsEntry("complete", true)
        .containsEntry("images", 1L)
        .containsEntry("eligible-images", 1L)
        .containsEntry("removed-images", 1L)
        .containsEntry("removed-bytes", 100L)
        .containsEntry("failures", 0);
  }

  @Test
  void raisesTheAlarmOfALoss() {
    var events =
        report(Mode.DELETE, state(Map.of(), Map.of(), Optional.of("the layer is lost"))).events();

    assertThat(events)
        .extracting(BusEvent::detailType)
        .containsExactly("Legacy Images Cleaned Up", "Cleanup Probe Failed");
    assertThat(events.getLast().detail()).containsEntry("reason", "the layer is lost");
  }
}
