package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Archive;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One test for each reason to keep an image, and for each way out. */
class CleanupPlannerTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName BACKEND_API = new RepositoryName("ml-platform/backend-api");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final MediaType IMAGE =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  private static final MediaType INDEX = new MediaType("application/vnd.oci.image.index.v1+json");

  /** 60 days after the cutover. */
  private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

  private static final Instant OLD = NOW.minus(Duration.ofDays(400));
  private static final Digest ONE = digest("one");
  private static final Digest TWO = digest("two");
  private static final Digest THREE = digest("three");

  private final List<Image> legacy = new ArrayList<>();
  private final List<Image> consolidated = new ArrayList<>();
  private final Map<Digest, List<Digest>> children = new HashMap<>();
  private List<RepositoryName> known = List.of(BACKEND);
  private Hold hold = Hold.NONE;

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(UTF_8));
  }

  // --- the world

  private static Image image(
      Digest digest, MediaType type, Status status, Instant pushedAt, String... tags) {
    return Images.image(
        digest,
        Stream.of(tags).map(Tag::new).collect(Collectors.toSet()),
        type,
        Optional.empty(),
        status,
        pushedAt);
  }

  private static Image held(Image image) {
    return Images.sized(image, 100);
  }

  private static Image old(Digest digest, MediaType type, String... tags) {
    return held(image(digest, type, Status.ACTIVE, OLD, tags));
  }

  private static Image referrer(Digest digest, Digest subject) {
    return held(Images.image(digest, Set.of(), IMAGE, Optional.of(subject), Status.ACTIVE, OLD));
  }

  /** Stands in the consolidated repository. */
  private void mirrored(Digest digest, MediaType type, String... tags) {
    consolidated.add(image(digest, type, Status.ACTIVE, OLD, tags));
  }

  private void mirroredImage(Image image, String... tags) {
    legacy.add(image);
    mirrored(image.digest(), image.mediaType(), tags);
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

  private Map<Digest, CleanupDecision> plan(CleanupPolicy policy, Instant now) {
    var repository =
        new Repository(
            BACKEND,
            OLD,
            new TagMutability(TagMutability.Mode.MUTABLE, List.of()),
            new Repository.Encryption("AES256", ""),
            false);
    var mapping = new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of());
    return new CleanupPlanner(policy, mapping)
        .plan(
            new CleanupSnapshot(
                new RegistrySnapshot(
                    known,
                    Map.of(BACKEND, new RepositorySnapshot(BACKEND, legacy)),
                    new RepositorySnapshot(CONSOLIDATED, consolidated),
                    repository.mutability()),
                List.of(new LegacyRepository(repository, legacy, hold, Map.of())),
                List.of(),
                List.of(),
                new IndexGraph(children)),
            now)
        .decisions()
        .collect(Collectors.toMap(decision -> decision.image().digest(), decision -> decision));
  }

  private CleanupDecision decision(Digest digest) {
    return decision(digest, policy(Mode.DELETE), NOW);
  }

  private CleanupDecision decision(Digest digest, CleanupPolicy policy, Instant now) {
    return Optional.ofNullable(plan(policy, now).get(digest)).orElseThrow();
  }

  private void keeps(Digest digest, KeepReason reason) {
    isKept(decision(digest), reason);
  }

  private void keepsUntil(Digest digest, KeepReason reason, String day) {
    assertThat(decision(digest))
        .isInstanceOfSatisfying(
            Keep.class,
            keep -> {
              assertThat(keep.reason()).isEqualTo(reason);
              assertThat(keep.eligibleOn()).contains(Instant.parse(day + "T00:00:00Z"));
            });
  }

  // --- what may go

  @Test
  void deletesWhatIsProvenAndOld() {
    mirroredImage(old(ONE, IMAGE, "v1", "latest"), "backend-v1", "backend-latest", "other-v1");

    assertThat(decision(ONE)).isInstanceOf(Delete.class);
  }

  @Test
  void saysInReportWhatDeleteWouldDo() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");

    assertThat(decision(ONE, policy(Mode.REPORT), NOW)).isInstanceOf(Delete.class);
  }

  @Test
  void archivesInModeArchive() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");

    assertThat(decision(ONE, policy(Mode.ARCHIVE), NOW)).isInstanceOf(Archive.class);
  }

  @Test
  void deletesAnUntaggedImageWhoseDigestIsMirrored() {
    mirroredImage(old(ONE, IMAGE));

    assertThat(decision(ONE)).isInstanceOf(Delete.class);
  }

  @Test
  void deletesAnIndexWithEverythingThatBelongsToIt() {
    children.put(ONE, List.of(TWO));
    mirroredImage(old(ONE, INDEX, "v1"), "backend-v1");
    mirroredImage(old(TWO, IMAGE));
    mirroredImage(referrer(THREE, TWO));

    assertThat(plan(policy(Mode.DELETE), NOW).values()).allMatch(CleanupDecision::isEligible);
  }

  // --- time

  @Test
  void keepsEverythingWithoutACutover() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");
    var policy =
        new CleanupPolicy(Optional.empty(), Duration.ZERO, Duration.ZERO, Mode.DELETE, 1, false);

    assertThat(decision(ONE, policy, NOW))
        .isInstanceOfSatisfying(
            Keep.class, keep -> assertThat(keep.reason()).isEqualTo(KeepReason.NO_CUTOVER));
  }

  @Test
  void keepsEverythingUntilTheWindowAfterTheCutoverHasPassed() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");
    var end = Instant.parse("2026-01-31T00:00:00Z");

    assertThat(decision(ONE, policy(Mode.DELETE), end)).isInstanceOf(Delete.class);
    assertThat(decision(ONE, policy(Mode.DELETE), end.minusMillis(1)))
        .isInstanceOfSatisfying(
            Keep.class,
            keep -> {
              assertThat(keep.reason()).isEqualTo(KeepReason.BEFORE_CUTOVER_AND_WINDOW);
              assertThat(keep.eligibleOn()).contains(end);
            });
  }

  @Test
  void keepsWhatWasPushedInsideTheWindow() {
    mirroredImage(
        held(image(ONE, IMAGE, Status.ACTIVE, Instant.parse("2026-02-20T00:00:00Z"), "v1")),
        "backend-v1");

    keepsUntil(ONE, KeepReason.PUSHED_RECENTLY, "2026-03-22");
  }

  @Test
  void keepsWhatIsStillPulledByTheOldNameAndADayLonger() {
    var pulled = Instant.parse("2026-02-16T00:00:00Z");
    mirroredImage(
        Images.image(
            image(ONE, IMAGE, Status.ACTIVE, OLD, "v1"),
            100,
            Optional.of(pulled),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of()),
        "backend-v1");

    keepsUntil(ONE, KeepReason.PULLED_RECENTLY, "2026-03-03");
    assertThat(((Keep) decision(ONE)).detail()).contains(pulled.toString());
  }

  @Test
  void keepsWhatWasRestoredInsideTheWindow() {
    mirroredImage(
        Images.image(
            image(ONE, IMAGE, Status.ACTIVE, OLD, "v1"),
            100,
            Optional.empty(),
            Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
            Optional.of(Instant.parse("2026-02-20T00:00:00Z")),
            Optional.empty(),
            Set.of()),
        "backend-v1");

    keepsUntil(ONE, KeepReason.RESTORED_RECENTLY, "2026-03-22");
  }

  private void archived(String since) {
    mirroredImage(
        Images.image(
            image(ONE, IMAGE, Status.ARCHIVED, OLD, "v1"),
            100,
            Optional.empty(),
            Optional.of(Instant.parse(since + "T00:00:00Z")),
            Optional.empty(),
            Optional.empty(),
            Set.of()),
        "backend-v1");
  }

  @Test
  void keepsWhatIsNotArchivedForAWholeWindow() {
    archived("2026-02-10");

    keepsUntil(ONE, KeepReason.ARCHIVED_RECENTLY, "2026-03-12");
  }

  @Test
  void deletesWhatIsArchivedForLonger() {
    archived("2026-01-31");

    assertThat(decision(ONE)).isInstanceOf(Delete.class);
  }

  @Test
  void leavesWhatIsArchivedToModeDelete() {
    archived("2026-01-31");

    assertThat(decision(ONE, policy(Mode.ARCHIVE), NOW))
        .isInstanceOfSatisfying(
            Keep.class, keep -> assertThat(keep.reason()).isEqualTo(KeepReason.ARCHIVED));
  }

  @Test
  void keepsWhatSomebodyRestores() {
    mirroredImage(held(image(ONE, IMAGE, Status.ACTIVATING, OLD, "v1")), "backend-v1");

    keeps(ONE, KeepReason.ACTIVATING);
  }

  // --- proof

  @Test
  void keepsWhatIsNotMirrored() {
    legacy.add(old(ONE, IMAGE, "v1"));

    keeps(ONE, KeepReason.NOT_MIRRORED);
  }

  @Test
  void keepsAnUntaggedImageThatIsNotMirrored() {
    legacy.add(old(ONE, IMAGE));

    keeps(ONE, KeepReason.NOT_MIRRORED);
  }

  @Test
  void keepsWhatTheConsolidatedRepositoryHasInItsArchive() {
    legacy.add(old(ONE, IMAGE, "v1"));
    consolidated.add(image(ONE, IMAGE, Status.ARCHIVED, OLD, "backend-v1"));

    keeps(ONE, KeepReason.NOT_ACTIVE_THERE);
  }

  @Test
  void keepsWhatLacksOneOfItsTags() {
    mirroredImage(old(ONE, IMAGE, "v1", "v2"), "backend-v1");

    keeps(ONE, KeepReason.TAG_NOT_MIRRORED);
  }

  @Test
  void keepsWhatHasATagThatPointsElsewhere() {
    mirroredImage(old(ONE, IMAGE, "v1"));
    mirrored(TWO, IMAGE, "backend-v1");

    keeps(ONE, KeepReason.TAG_POINTS_ELSEWHERE);
  }

  @Test
  void keepsATagThatBelongsToAnotherRepository() {
    known = List.of(BACKEND, BACKEND_API);
    mirroredImage(old(ONE, IMAGE, "api-v1"), "backend-api-v1");

    keeps(ONE, KeepReason.TAG_WITHOUT_TARGET);
  }

  @Test
  void keepsWhatHasATagThatNoClientCanAddress() {
    mirroredImage(
        Images.image(
            image(ONE, IMAGE, Status.ACTIVE, OLD),
            100,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of("x".repeat(200))));

    keeps(ONE, KeepReason.TAG_WITHOUT_TARGET);
  }

  @Test
  void keepsAnIndexWhoseChildIsMissingAnyLevelDown() {
    children.put(ONE, List.of(TWO));
    children.put(TWO, List.of(THREE));
    mirroredImage(old(ONE, INDEX, "v1"), "backend-v1");
    mirroredImage(old(TWO, INDEX));
    legacy.add(old(THREE, IMAGE));

    keeps(ONE, KeepReason.CHILD_MISSING);
  }

  @Test
  void keepsAnImageWhoseReferrerIsMissing() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");
    legacy.add(referrer(TWO, ONE));

    keeps(ONE, KeepReason.REFERRER_MISSING);
  }

  @Test
  void keepsAnImageWhoseSignatureIsMissing() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");
    mirroredImage(old(TWO, IMAGE, "sha256-" + ONE.hex() + ".sig"));

    keeps(ONE, KeepReason.SIGNATURE_MISSING);
  }

  @Test
  void keepsAnImageWhoseSignatureHasAnInventedSuffix() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");
    mirroredImage(old(TWO, IMAGE, "sha256-" + ONE.hex() + ".invented"));

    keeps(ONE, KeepReason.SIGNATURE_MISSING);
  }

  // --- what stays because of others

  @Test
  void keepsTheChildrenOfAnIndexThatStays() {
    children.put(ONE, List.of(TWO));
    legacy.add(old(ONE, INDEX, "v1"));
    mirroredImage(old(TWO, IMAGE));

    keeps(TWO, KeepReason.REFERENCED_BY_KEPT_INDEX);
  }

  @Test
  void keepsAChildThatOnlyOneOfItsIndexesWouldLetGo() {
    children.put(ONE, List.of(TWO));
    children.put(THREE, List.of(TWO));
    mirroredImage(old(ONE, INDEX, "v1"), "backend-v1");
    legacy.add(old(THREE, INDEX, "v2"));
    mirroredImage(old(TWO, IMAGE));

    assertThat(decision(ONE)).isInstanceOf(Delete.class);
    keeps(TWO, KeepReason.REFERENCED_BY_KEPT_INDEX);
  }

  @Test
  void keepsTheSignaturesOfAnImageThatStays() {
    legacy.add(old(ONE, IMAGE, "v1"));
    mirroredImage(old(TWO, IMAGE, "sha256-" + ONE.hex() + ".sig"), "sha256-" + ONE.hex() + ".sig");
    mirroredImage(referrer(THREE, ONE));

    keeps(TWO, KeepReason.SUBJECT_KEPT);
    keeps(THREE, KeepReason.SUBJECT_KEPT);
  }

  @Test
  void keepsAnImageWhoseReferrerStaysAsEcrMayDeleteBoth() {
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");
    mirroredImage(
        held(
            Images.image(
                TWO,
                Set.of(),
                IMAGE,
                Optional.of(ONE),
                Status.ACTIVE,
                NOW.minus(Duration.ofDays(1)))));

    keeps(ONE, KeepReason.REFERRER_KEPT);
  }

  @Test
  void keepsTheIndexOfAChildThatIsStillPulled() {
    mirroredImage(old(ONE, INDEX, "v1"), "backend-v1");
    children.put(ONE, List.of(TWO));
    mirroredImage(
        Images.image(
            image(TWO, IMAGE, Status.ACTIVE, OLD),
            100,
            Optional.of(NOW.minus(Duration.ofDays(1))),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of()));

    keeps(TWO, KeepReason.PULLED_RECENTLY);
    keeps(ONE, KeepReason.PULLED_RECENTLY);
  }

  @Test
  void aTagWhoseTargetADirectPushMovedOnAfterTheCutoverIsNoObstacle() {
    legacy.add(old(ONE, IMAGE, "latest"));
    mirrored(ONE, IMAGE);
    consolidated.add(
        image(TWO, IMAGE, Status.ACTIVE, NOW.minus(Duration.ofDays(1)), "backend-latest"));

    assertThat(decision(ONE)).isInstanceOf(Delete.class);
  }

  @Test
  void aTargetThatADirectPushMovedOnBeforeTheCutoverIsLeftToAnOperator() {
    legacy.add(old(ONE, IMAGE, "latest"));
    mirrored(ONE, IMAGE);
    consolidated.add(
        image(TWO, IMAGE, Status.ACTIVE, Instant.parse("2025-12-31T00:00:00Z"), "backend-latest"));

    keeps(ONE, KeepReason.TAG_POINTS_ELSEWHERE);
  }

  @Test
  void keepsWhatTheTargetOfAnotherTagPointsTo() {
    legacy.add(old(ONE, IMAGE, "latest"));
    mirrored(ONE, IMAGE);
    legacy.add(old(TWO, IMAGE, "v1"));
    consolidated.add(
        image(
            TWO,
            IMAGE,
            Status.ACTIVE,
            NOW.minus(Duration.ofDays(1)),
            "backend-latest",
            "backend-v1"));

    keeps(ONE, KeepReason.TAG_POINTS_ELSEWHERE);
    keeps(TWO, KeepReason.HOLDS_ANOTHER_TAG);
  }

  @Test
  void archivesNoChildOfAnArchivedIndexThatTheTargetOfAnotherTagPointsTo() {
    legacy.add(old(ONE, IMAGE, "latest"));
    mirrored(ONE, IMAGE);
    legacy.add(
        Images.image(
            image(TWO, INDEX, Status.ARCHIVED, OLD),
            100,
            Optional.empty(),
            Optional.of(OLD),
            Optional.empty(),
            Optional.empty(),
            Set.of()));
    mirrored(TWO, INDEX, "backend-latest");
    children.put(TWO, List.of(THREE));
    mirroredImage(old(THREE, IMAGE));

    for (var mode : Mode.values()) {
      assertThat(plan(policy(mode), NOW))
          .hasEntrySatisfying(TWO, it -> isKept(it, KeepReason.HOLDS_ANOTHER_TAG))
          .hasEntrySatisfying(THREE, it -> isKept(it, KeepReason.REFERENCED_BY_KEPT_INDEX));
    }
  }

  private static void isKept(CleanupDecision decision, KeepReason reason) {
    assertThat(decision)
        .isInstanceOfSatisfying(Keep.class, keep -> assertThat(keep.reason()).isEqualTo(reason));
  }

  @Test
  void keepsAHelmChart() {
    mirroredImage(
        Images.typed(
            image(ONE, IMAGE, Status.ACTIVE, OLD, "0.1.0"),
            Optional.of(new MediaType("application/vnd.cncf.helm.config.v1+json"))),
        "backend-0.1.0");

    keeps(ONE, KeepReason.HELM_CHART);
  }

  @Test
  void keepsARepositoryOnHold() {
    hold = Hold.ON_HOLD;
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");

    keeps(ONE, KeepReason.ON_HOLD);
  }

  // --- what is not known

  @Test
  void keepsARepositoryOfWhichNobodyKnowsWhetherItIsOnHold() {
    hold = Hold.UNKNOWN;
    mirroredImage(old(ONE, IMAGE, "v1"), "backend-v1");

    keeps(ONE, KeepReason.UNKNOWN);
  }

  @Test
  void keepsAnIndexThatCouldNotBeReadAndWhateverMayBePartOfIt() {
    mirroredImage(old(ONE, INDEX, "v1"), "backend-v1");
    mirroredImage(old(TWO, IMAGE));

    keeps(ONE, KeepReason.UNKNOWN);
    keeps(TWO, KeepReason.UNKNOWN);
  }

  @Test
  void keepsAMediaTypeNobodyKnows() {
    mirroredImage(old(ONE, new MediaType(""), "v1"), "backend-v1");

    keeps(ONE, KeepReason.UNKNOWN);
  }

  @Test
  void keepsAStatusNobodyKnows() {
    mirroredImage(held(image(ONE, IMAGE, Status.UNKNOWN, OLD, "v1")), "backend-v1");

    keeps(ONE, KeepReason.UNKNOWN);
  }

  @Test
  void keepsWhatHasNoTimeOfItsPush() {
    mirroredImage(held(image(ONE, IMAGE, Status.ACTIVE, Instant.EPOCH, "v1")), "backend-v1");

    keeps(ONE, KeepReason.UNKNOWN);
  }

  @Test
  void namesWhatAPersonHasToMendBeforeWhatTimeMends() {
    legacy.add(held(image(ONE, IMAGE, Status.ACTIVE, NOW, "v1")));

    keeps(ONE, KeepReason.NOT_MIRRORED);
  }

  @Test
  void refusesACutoverInTheFuture() {
    assertThat(policy(Mode.DELETE).problems(Instant.parse("2025-12-31T23:59:59Z")))
        .singleElement()
        .asString()
        .contains("2026-01-01 lies in the future");
    assertThat(policy(Mode.DELETE).problems(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }
}
