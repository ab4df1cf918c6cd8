package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.CleanupLandscape.ARCHIVE;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.DELETE;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.WEB;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.eligible;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.kept;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cli.StatusReport;
import io.github.ecrconsolidation.cli.StatusTable;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.template.Template;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;

/** The clean-up function on a local registry, line by line of what it promises. */
class CleanupIT {
  private final CleanupLandscape landscape = new CleanupLandscape();
  private final TestImage image = TestImages.image("api", 300, 2_000_000);

  @AfterEach
  void stop() {
    landscape.close();
  }

  /** An image, an index of five manifests and a signed image. */
  private void fill() {
    landscape.mirrored(BACKEND, image, "v1", "latest");
    landscape.mirrored(BACKEND, TestImages.cosignSignature(image), image.signatureTag(".sig"));
    landscape.mirrored(WEB, TestImages.twoPlatforms("web", Attestations.WITH_SUBJECT), "v1");
  }

  // --- report, delete

  @Test
  void reportsWhatMayGoOnWhichDayAndWhy() {
    fill();
    landscape.ecr.push(BACKEND, TestImages.image("forgotten", 50), "v2");
    landscape.days(10);

    var report = landscape.run("{\"cutoverDate\":\"2026-01-01\"}");

    assertThat(report.text("mode")).contains("report");
    assertThat(report.number("images")).contains(8L);
    assertThat(eligible(report)).isZero();
    assertThat(report.object("eligibleOn").flatMap(it -> it.object("2026-01-31")))
        .hasValueSatisfying(day -> assertThat(day.number("images")).contains(7L));
    assertThat(kept(report, "notMirrored")).isEqualTo(1);
    assertThat(report.number("daysLeft")).contains(20L);
    assertThat(report.objects("repositories")).hasSize(2);
    assertThat(landscape.lines("Planned")).hasSize(2);
    assertThat(landscape.writes()).isEmpty();
  }

  @Test
  void saysFirstWhatItMayDoAndWhoSaysSo() {
    fill();
    var schedule = "Resources/CleanupFunction/Properties/Events/Schedule/Properties/Input";

    var scheduled = landscape.run(Template.withDefaults().text(schedule));
    assertThat(scheduled.members().entrySet().iterator().next())
        .isEqualTo(
            Map.entry("settings", "mode report, cutover none, from the stack ecr-consolidation"));
    assertThat(landscape.run("{\"cutoverDate\":\"2026-01-01\"}").text("settings"))
        .contains("mode report, cutover 2026-01-01, from an input by hand");
  }

  @Test
  void tellsHowFarEachServiceIsBeforeAnyCutover() {
    fill();
    landscape.ecr.push(BACKEND, TestImages.image("forgotten", 50), "v2");
    landscape.ecr.push(BACKEND, TestImages.image("moved", 50), "v1");
    landscape.ecr.push(BACKEND, TestImages.image("long", 50), "x".repeat(128));
    landscape.pull(BACKEND, "latest");
    landscape.days(1);

    var report = landscape.run("{}");

    assertThat(report.members()).doesNotContainKey("daysLeft");
    assertThat(report.object("tags").map(JsonObject::members)).contains(tags(3, 1, 1, 1));
    var backend = report.objects("repositories").getFirst();
    assertThat(backend.object("tags").map(JsonObject::members)).contains(tags(2, 1, 1, 1));
    assertThat(backend.text("lastPulledAt")).contains("2026-01-01T00:00:00Z");
    var web = report.objects("repositories").getLast();
    assertThat(web.object("tags").map(JsonObject::members)).contains(tags(1, 0, 0, 0));
    assertThat(web.members()).doesNotContainKey("lastPulledAt");
    assertThat(StatusTable.of(StatusReport.read(report)).lines())
        .startsWith("data-platform-dev: no cutover date is set, so nothing is eligible")
        .contains(
            "ml-platform/backend                               2 of 5        1          1          "
                + " 0         1         5     2.0 MB             0  2026-01-01",
            "kept, noCutover                                        7 images       2.0 MB");
  }

  private static Map<String, Object> tags(
      int mirrored, int missing, int different, int withoutTarget) {
    return Map.of(
        "mirrored", mirrored,
        "missing", missing,
        "different", different,
        "superseded", 0,
        "withoutTarget", withoutTarget);
  }

  /** Reasons aside, which a line has only if an image has them. */
  @Test
  void theLogHasWhatTheDashboardAsksItFor() {
    fill();
    landscape.pull(BACKEND, "latest");
    landscape.days(1);
    landscape.run("{}");

    var asked =
        Pattern.compile("latest\\(([\\w.]+)\\)")
            .matcher(Template.withDefaults().text("Resources/Dashboard/Properties/DashboardBody"))
            .results()
            .map(match -> match.group(1))
            .filter(path -> !path.startsWith("kept."))
            .toList();
    assertThat(asked).hasSizeGreaterThan(5);
    var planned = landscape.lines("Planned").getFirst();
    assertThat(asked).allSatisfy(path -> assertThat(has(planned, path)).isTrue());
  }

  private static boolean has(JsonObject json, String path) {
    var names = path.split("\\.", 2);
    return names.length == 1
        ? json.has(path)
        : json.object(names[0]).filter(inner -> has(inner, names[1])).isPresent();
  }

  @Test
  void theScheduleOfTheTemplateOnlyReports() {
    fill();
    landscape.days(400);

    var report =
        landscape.run(
            Template.withDefaults()
                .text("Resources/CleanupFunction/Properties/Events/Schedule/Properties/Input"));

    assertThat(kept(report, "noCutover")).isEqualTo(7);
    assertThat(landscape.writes()).isEmpty();
  }

  @Test
  void deletesWhatItReportsAndNothingTheSecondTime() {
    fill();
    landscape.days(31);
    var reported = landscape.run("{\"cutoverDate\":\"2026-01-01\"}");

    var first = landscape.run(DELETE);
    var second = landscape.run(DELETE);

    assertThat(eligible(reported)).isEqualTo(7);
    assertThat(removed(first)).isEqualTo(7);
    assertThat(removed(second)).isZero();
    assertThat(landscape.ecr.store().digests(BACKEND)).isEmpty();
    assertThat(landscape.ecr.store().digests(WEB)).isEmpty();
    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).hasSize(7);
  }

  @Test
  void asksNoMoreThanItNeeds() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.ecr.audit().clear();

    var result = landscape.run(DELETE);

    var audit = landscape.ecr.audit();
    // The list, and one repository for the form of an ARN.
    assertThat(audit.count("DescribeRepositories")).isEqualTo(1 + 1);
    // All three when planning; the brake before the ramp and the batch; the hold before the batch.
    assertThat(audit.count("ListTagsForResource")).isEqualTo(3 + 2 + 1);
    // Three inventories, one of them again; the recheck on both sides; the verification.
    assertThat(audit.count("DescribeImages")).isEqualTo(3 + 1 + 2 + 1);
    assertThat(audit.count("BatchDeleteImage")).isEqualTo(1);
    // The manifest there, and what the deletion left here.
    assertThat(audit.count("BatchGetImage")).isEqualTo(1 + 1);
    // Before the removal and after.
    assertThat(audit.count("BatchCheckLayerAvailability")).isEqualTo(2);
    // The config and two layers, each before and after.
    assertThat(audit.count("GET blob")).isEqualTo(2 * 3);
    assertThat(audit.count("GetObject")).isEqualTo(2 * 3);
    assertThat(audit.blobBytesDownloaded()).isLessThan(2_000);
    assertThat(audit.count("TagResource")).isEqualTo(1);
    assertThat(result.number("requests")).contains(2L + 6 + 7 + 1 + 2 + 2 + 6 + 6 + 1 + 1);
  }

  @Test
  void aRepositoryToAnswerWithIsNotTakenForTheOnlyOneToEmpty() {
    fill();
    landscape.days(31);

    assertThatThrownBy(() -> landscape.run(DELETE.replace("}", ",\"repository\":\"" + WEB + "\"}")))
        .hasMessageContaining("removes from all repositories");
    assertThat(landscape.writes()).isEmpty();
  }

  @Test
  void deletesAnIndexBeforeItsChildren() {
    landscape.mirrored(WEB, TestImages.twoPlatforms("web", Attestations.PLAIN), "v1");
    landscape.days(31);

    landscape.run(DELETE);

    var calls = landscape.ecr.audit().entries("BatchDeleteImage");
    assertThat(calls).hasSize(2);
    // The index by digest and tag.
    assertThat(calls.getFirst().subjects()).hasSize(2);
    assertThat(calls.getLast().subjects()).hasSize(4);
  }

  @Test
  void neverMovesThePullTimeOfALegacyImageThatMayGo() {
    landscape.mirrored(WEB, TestImages.twoPlatforms("web", Attestations.PLAIN), "v1");
    landscape.days(31);

    landscape.run("{\"cutoverDate\":\"2026-01-01\"}");

    assertThat(landscape.ecr.audit().entries("BatchGetImage"))
        .allMatch(call -> call.repository().equals(CONSOLIDATED));
    assertThat(removed(landscape.run(DELETE))).isEqualTo(5);
  }

  @Test
  void writesDownWhereEverythingWent() {
    fill();
    landscape.days(31);

    landscape.run(DELETE);

    assertThat(landscape.lines("Deleting")).hasSize(7);
    assertThat(landscape.lines("Deleting"))
        .filteredOn(line -> line.text("digest").filter(image.digest()::equals).isPresent())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.text("repository")).contains(BACKEND);
          assertThat(line.members()).containsEntry("tags", List.of("latest", "v1"));
          assertThat(line.members())
              .containsEntry("consolidatedTags", List.of("backend-latest", "backend-v1"));
          assertThat(line.text("pushedAt")).contains("2026-01-01T00:00:00Z");
          assertThat(line.number("bytes").orElseThrow()).isGreaterThan(2_000_300);
        });
    assertThat(landscape.bus.events("Legacy Images Cleaned Up")).hasSize(1);
    assertThat(landscape.lines("CleanedUp").getLast().number("DeletedImages")).contains(7L);
  }

  @Test
  void keepsWhatIsPulledByTheOldNameAndSaysWhen() {
    fill();
    landscape.days(31);
    landscape.pull(BACKEND, "v1");

    var result = landscape.run(DELETE);

    assertThat(kept(result, "pulledRecently")).isEqualTo(1);
    // Its signature, too: whoever pulls may verify.
    assertThat(kept(result, "subjectKept")).isEqualTo(1);
    assertThat(landscape.ecr.store().tags(BACKEND)).containsKeys("v1", image.signatureTag(".sig"));
    assertThat(landscape.log.getLast()).contains("2026-02-01T00:00:00Z");
  }

  @Test
  void deletesNoMoreThanTheMaximumAndGoesOnNextTime() {
    fill();
    landscape.days(31);
    var three = DELETE.replace("}", ",\"maximumDeletions\":3}");

    assertThat(landscape.run(three).text("stop")).contains("maximumReached");
    assertThat(removed(landscape.run(three))).isEqualTo(3);
    assertThat(removed(landscape.run(three))).isEqualTo(1);
    assertThat(landscape.run(three).text("stop")).contains("done");
  }

  @Test
  void stopsBeforeTheDeadlineAndGoesOnNextTime() {
    fill();
    landscape.days(31);
    landscape.afterTheFirstRemoval(() -> landscape.clock.advance(Duration.ofMinutes(15)));

    var first = landscape.run(DELETE);

    assertThat(first.text("stop")).contains("outOfTime");
    assertThat(removed(first)).isBetween(1L, 6L);
    assertThat(landscape.lines("Deleting")).hasSize((int) removed(first));
    assertThat(removed(landscape.run(DELETE))).isEqualTo(7 - removed(first));
  }

  // --- the archive

  @Test
  void archivesAndRestores() {
    fill();
    landscape.days(31);

    assertThat(removed(landscape.run(ARCHIVE))).isEqualTo(7);
    assertThat(landscape.images(BACKEND, ImageStatus.ARCHIVED)).hasSize(2);
    assertThat(removed(landscape.run(ARCHIVE))).isZero();
    var restored = landscape.run("{\"restore\":\"ml-platform/backend\"}");
    landscape.clock.advance(Duration.ofMinutes(20));

    assertThat(restored.number("restored")).contains(2L);
    assertThat(landscape.images(BACKEND, ImageStatus.ACTIVE)).hasSize(2);
    assertThat(landscape.images(WEB, ImageStatus.ARCHIVED)).hasSize(5);
    assertThat(landscape.bus.events("Legacy Images Restored")).hasSize(1);
    assertThat(kept(landscape.run(ARCHIVE), "restoredRecently")).isEqualTo(2);
  }

  @Test
  void deletesWhatWasArchivedAfterASecondWindow() {
    fill();
    landscape.days(31);
    landscape.run(ARCHIVE);

    landscape.days(29);
    assertThat(kept(landscape.run(DELETE), "archivedRecently")).isEqualTo(7);
    landscape.days(1);
    assertThat(removed(landscape.run(DELETE))).isEqualTo(7);
  }

  @Test
  void refusesToRestoreWhatIsNotLegacy() {
    assertThatThrownBy(() -> landscape.run("{\"restore\":\"data-platform-dev\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not lie in the legacy namespace");
    assertThat(landscape.ecr.audit().entries()).isEmpty();
  }

  // --- what holds it back

  @Test
  void leavesARepositoryOnHoldAlone() {
    fill();
    landscape.hold(BACKEND, "true");
    landscape.days(31);

    var result = landscape.run(DELETE);

    assertThat(kept(result, "onHold")).isEqualTo(2);
    assertThat(removed(result)).isEqualTo(5);
  }

  @Test
  void leavesARepositoryAloneThatIsPutOnHoldMeanwhile() {
    fill();
    landscape.days(31);
    landscape.afterThePlan(() -> landscape.hold(BACKEND, "true"));

    landscape.run(DELETE);

    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(2);
    assertThat(landscape.ecr.store().digests(WEB)).isEmpty();
  }

  @Test
  void keepsAnImageThatGetsATagMeanwhile() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.afterThePlan(() -> landscape.mirrored(BACKEND, image, "v2"));

    assertThat(removed(landscape.run(DELETE))).isZero();
    assertThat(landscape.ecr.store().tags(BACKEND)).containsKeys("v1", "v2");
  }

  @Test
  void aTagThatComesInTheMomentOfTheDeletionKeepsItsImage() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape
        .ecr
        .faults()
        .on("BatchDeleteImage")
        .before(() -> landscape.ecr.push(BACKEND, image, "v2"));

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isZero();
    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("changed"))).contains(1L);
    assertThat(landscape.ecr.store().tags(BACKEND)).containsOnlyKeys("v2");
  }

  @Test
  void tellsOfATagThatCameInTheMomentOfTheDeletionWhereAPairDeletesTheImage() {
    landscape.ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape
        .ecr
        .faults()
        .on("BatchDeleteImage")
        .before(() -> landscape.ecr.push(BACKEND, image, "v2"));

    assertThatThrownBy(() -> landscape.run(DELETE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was tagged v2 in the moment of its deletion");
    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(image.digest());
  }

  @Test
  void tellsOfSuchATagThoughTheRestOfTheBatchHadToBeRepeated() {
    landscape.ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    var index = landscape.mirrored(WEB, TestImages.index(image), "v1");
    landscape.days(31);
    var deletions = landscape.ecr.faults().on("BatchDeleteImage");
    deletions
        .once()
        .before(() -> {
          landscape.ecr.push(WEB, index, "v2");
          // The next call deletes the child.
          landscape.ecr.faults().on("BatchDeleteImage").once().throttle();
        });

    assertThatThrownBy(() -> landscape.run(DELETE))
        .hasMessageContaining("tagged v2 in the moment of its deletion");
    assertThat(landscape.ecr.store().digests(WEB)).isEmpty();
  }

  @Test
  void keepsAnImageWhoseSignatureCameMeanwhile() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.afterThePlan(
        () -> landscape.ecr.push(BACKEND, TestImages.referrer(image, "application/sig")));

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isZero();
    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(2);
  }

  @Test
  void keepsEachImageWhoseSignatureCameMeanwhile() {
    var images = List.of(image, TestImages.image("second", 100), TestImages.image("third", 50));
    for (var each : images) {
      landscape.mirrored(BACKEND, each, "v" + images.indexOf(each));
    }
    landscape.days(31);
    landscape.afterThePlan(() ->
        images.forEach(
            it -> landscape.ecr.push(BACKEND, TestImages.referrer(it, "application/sig"))));

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isZero();
    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("changed"))).contains(3L);
    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(6);
  }

  @Test
  void keepsAnImageWhoseSignatureCameAfterTheFirstRemoval() {
    landscape.ecr.store().read(OtherReading.REFERRERS_DIE_WITH_SUBJECT);
    var images = List.of(image, TestImages.image("second", 100), TestImages.image("third", 50));
    for (var each : images) {
      landscape.mirrored(BACKEND, each, "v" + images.indexOf(each));
    }
    landscape.days(31);
    landscape.afterTheFirstRemoval(() ->
        images.forEach(
            it -> landscape.ecr.push(BACKEND, TestImages.referrer(it, "application/sig"))));

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isEqualTo(1);
    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("changed"))).contains(2L);
    // Two images with their signatures, and the signature of the one that was removed before.
    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(5);
  }

  @Test
  void keepsAnImageThatTheConsolidatedRepositoryLosesMeanwhile() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    var id = ImageIdentifier.builder().imageDigest(image.digest()).build();
    landscape.afterThePlan(() ->
        landscape.client.batchDeleteImage(
            request -> request.repositoryName(CONSOLIDATED).imageIds(id)));

    var result = landscape.run(DELETE);

    assertThat(eligible(result)).isEqualTo(1);
    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("notMirrored")))
        .contains(1L);
    assertThat(landscape.ecr.store().digests(BACKEND)).containsExactly(image.digest());
  }

  @Test
  void keepsAnImageThatIsPulledMeanwhile() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.afterThePlan(() -> landscape.pull(BACKEND, "v1"));

    var result = landscape.run(DELETE);

    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("pulledRecently")))
        .contains(1L);
  }

  @Test
  void ecrKeepsTheChildOfAnIndexThatCameMeanwhile() {
    landscape.mirrored(BACKEND, image);
    landscape.days(31);
    landscape.afterThePlan(() -> landscape.ecr.push(BACKEND, TestImages.index(image), "v2"));

    var result = landscape.run(DELETE);

    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("referencedByKeptIndex")))
        .contains(1L);
    assertThat(landscape.lines("Kept")).hasSize(1);
  }

  @Test
  void proofIsDemandedInEveryEnvironmentThatMirrorsTheNamespace() {
    landscape.environment("data-platform-prod");
    landscape.mirrored(BACKEND, image, "v1");
    landscape.ecr.push("data-platform-prod", image, "backend-v1");
    landscape.mirrored(BACKEND, TestImages.image("of dev alone", 100), "v2");
    landscape.days(31);

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isEqualTo(1);
    assertThat(kept(result, "notMirrored")).isEqualTo(1);
    assertThat(landscape.ecr.store().tags(BACKEND)).containsOnlyKeys("v2");
  }

  @Test
  void whatOneEnvironmentHasAloneIsNoLossOfAnother() {
    landscape.environment("data-platform-prod");
    landscape.mirrored(BACKEND, image, "v1");
    landscape.ecr.push("data-platform-prod", image, "backend-v1");
    landscape.ecr.push(CONSOLIDATED, TestImages.image("direct", 100), "backend-v2");
    landscape.ecr.push("data-platform-prod", TestImages.image("promoted", 50), "backend-v3");
    landscape.days(31);

    assertThat(removed(landscape.run(DELETE))).isEqualTo(1);
  }

  @Test
  void aForeignRepositoryThatIsDeletedMeanwhileDoesNotEndTheRun() {
    landscape.ecr.store().createRepository(RepositorySettings.named("preview/4711"));
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape
        .ecr
        .faults()
        .on("DescribeRepositories")
        .once()
        .after(() -> landscape.client.deleteRepository(it -> it.repositoryName("preview/4711")));

    assertThat(removed(landscape.run(DELETE))).isEqualTo(1);
  }

  @Test
  void anEnvironmentThatCameLaterHasLostNothingOfWhatWasRemovedBefore() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    assertThat(removed(landscape.run(DELETE))).isEqualTo(1);
    var next = landscape.mirrored(BACKEND, TestImages.image("next", 100), "v2");
    landscape.environment("data-platform-prod");
    landscape.ecr.push("data-platform-prod", next, "backend-v2");
    landscape.days(31);

    assertThat(removed(landscape.run(DELETE))).isEqualTo(1);
  }

  @Test
  void deletesNothingWhenALayerOfEarlierRunsIsLostInAnotherEnvironment() {
    landscape.environment("data-platform-prod");
    landscape.mirrored(BACKEND, image, "v1");
    landscape.ecr.push("data-platform-prod", image, "backend-v1");
    landscape.days(31);
    landscape.run(DELETE);
    var next = landscape.mirrored(BACKEND, TestImages.image("next", 100), "v2");
    landscape.ecr.push("data-platform-prod", next, "backend-v2");
    landscape.days(31);
    landscape.ecr.store().loseBlob("data-platform-prod", image.blobs().getLast().digest());

    assertThatThrownBy(() -> landscape.run(DELETE))
        .hasMessageContaining("is not available in data-platform-prod");

    assertThat(landscape.ecr.store().tags(BACKEND)).containsKey("v2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other-namespace"})
  void removesNothingUnlessTheConsolidatedRepositorySaysThatItMirrorsTheNamespace(String value) {
    landscape.tag(CONSOLIDATED, NamespaceTag.KEY, value);
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);

    assertThat(landscape.run("{\"cutoverDate\":\"2026-01-01\"}").members().get("warnings"))
        .asString()
        .contains("ecr-consolidation:legacy-namespace=ml-platform");
    assertThatThrownBy(() -> landscape.run(DELETE))
        .hasMessageContaining("expected the resource tag");
    assertThatThrownBy(() -> landscape.run(ARCHIVE))
        .hasMessageContaining("expected the resource tag");
    assertThat(landscape.writes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "yes", "1", "", "no"})
  void everyValueButFalseHoldsARepository(String value) {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.hold(BACKEND, value);
    landscape.days(31);

    assertThat(kept(landscape.run(DELETE), "onHold")).isEqualTo(1);

    landscape.hold(BACKEND, "false");
    assertThat(removed(landscape.run(DELETE))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {BACKEND, CONSOLIDATED})
  void aHoldStopsTheVeryNextBatch(String repository) {
    for (var i = 0; i < 8; i++) {
      landscape.mirrored(BACKEND, TestImages.image("image " + i, 100 + i), "v" + i);
    }
    landscape.days(31);
    landscape.afterTheFirstRemoval(() -> landscape.hold(repository, "until Monday"));

    try {
      landscape.run(DELETE);
    } catch (IllegalStateException onHold) {
      assertThat(onHold).hasMessageContaining("ecr-consolidation:hold");
    }

    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(7);
  }

  @Test
  void whatABrokenDeletionRemovedIsVerifiedThoughABrakeWasPulledMeanwhile() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    var layer = image.blobs().getLast().digest();
    landscape.afterTheFirstRemoval(() -> {
      landscape.hold(CONSOLIDATED, "until Monday");
      landscape.ecr.store().loseBlob(CONSOLIDATED, layer);
    });
    landscape.ecr.faults().on("BatchDeleteImage").once().loseResponse();

    assertThatThrownBy(() -> landscape.run(DELETE)).hasMessageContaining(layer);
  }

  @Test
  void aTagThatMovedOnUnderTheNewNameIsNoObstacle() {
    landscape.mirrored(BACKEND, image, "latest");
    landscape.days(5);
    landscape.ecr.push(CONSOLIDATED, TestImages.image("new", 60), "backend-latest");
    landscape.days(31);

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isEqualTo(1);
    assertThat(result.object("tags").flatMap(tags -> tags.number("superseded"))).contains(1L);
    assertThat(landscape.lines("Planned").getFirst().objects("superseded"))
        .singleElement()
        .satisfies(it -> assertThat(it.text("since")).contains("2026-01-06T00:00:00Z"));
  }

  @Test
  void aTagThatMovedBeforeTheCutoverIsLeftToAnOperator() {
    landscape.days(1);
    landscape.mirrored(BACKEND, image, "latest");
    landscape.ecr.push(CONSOLIDATED, TestImages.image("new", 60), "backend-latest");
    landscape.days(31);

    var result = landscape.run(DELETE.replace("2026-01-01", "2026-01-02"));

    assertThat(kept(result, "tagPointsElsewhere")).isEqualTo(1);
  }

  @Test
  void keepsAHelmChart() {
    landscape.mirrored(BACKEND, TestImages.helmChart("chart"), "0.1.0");
    landscape.days(31);

    assertThat(kept(landscape.run(DELETE), "helmChart")).isEqualTo(1);
  }

  @Test
  void keepsAnImageWhoseForeignLayerIsInTheLegacyRepositoryAlone() {
    var windows = TestImages.withPushedForeignLayer("windows");
    landscape.mirrored(BACKEND, windows, "v1");
    landscape.ecr.store().loseBlob(CONSOLIDATED, windows.blobs().getLast().digest());
    landscape.days(31);

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isZero();
    assertThat(result.object("keptAfterRecheck").flatMap(it -> it.number("layerUnavailable")))
        .contains(1L);
    assertThat(landscape.lines("CleanedUp").getLast().number("LostImages")).contains(1L);
  }

  @Test
  void aDeletionWhoseAnswerIsLostIsNotRepeatedWithoutANewRecheck() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.ecr.faults().on("BatchDeleteImage").once().loseResponse();

    var result = landscape.run(DELETE);

    assertThat(removed(result)).isEqualTo(1);
    assertThat(landscape.ecr.audit().count("BatchDeleteImage")).isEqualTo(1);
  }

  @Test
  void aThrottledDeletionIsRecheckedBeforeItIsRepeated() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.ecr.faults().on("BatchDeleteImage").once().throttle();
    landscape.ecr.audit().clear();

    assertThat(removed(landscape.run(DELETE))).isEqualTo(1);

    var audit = landscape.ecr.audit();
    assertThat(audit.count("BatchDeleteImage")).isEqualTo(2);
    // As asksNoMoreThanItNeeds, and the recheck of image, layers, hold and brake once more.
    assertThat(audit.count("DescribeImages")).isEqualTo(7 + 3);
    assertThat(audit.count("BatchCheckLayerAvailability")).isEqualTo(2 + 1);
    assertThat(audit.count("ListTagsForResource")).isEqualTo(6 + 2);
  }

  @Test
  void failsAndNamesWhatWasReliedOnAndMovedMeanwhile() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.afterTheFirstRemoval(
        () -> landscape.ecr.push(CONSOLIDATED, TestImages.image("moved", 70), "backend-v1"));

    assertThatThrownBy(() -> landscape.run(DELETE))
        .hasMessageContaining("the tag data-platform-dev:backend-v1 was moved or deleted")
        .hasMessageContaining(image.digest());
  }

  @Test
  void anImageAndItsSignatureGoTogetherTheImageFirst() {
    landscape.mirrored(BACKEND, TestImages.cosignSignature(image), image.signatureTag(".sig"));
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);

    assertThat(removed(landscape.run(DELETE))).isEqualTo(2);

    assertThat(landscape.ecr.audit().entries("BatchDeleteImage"))
        .singleElement()
        .satisfies(call -> assertThat(call.subjects().getFirst()).isEqualTo(image.digest()));
  }

  @Test
  void aWrongNamespaceIsTold() {
    landscape.ecr.store().deleteRepository(BACKEND);
    landscape.ecr.store().deleteRepository(WEB);

    assertThat(landscape.run("{}").members().get("warnings"))
        .asString()
        .contains("no repository lies in the legacy namespace ml-platform");
  }

  @Test
  void answersWithTheTotalsAloneOrWithOneRepositoryIfAsked() {
    fill();

    var totals = landscape.run("{\"details\":false}");
    var one = landscape.run("{\"repository\":\"ml-platform/web\"}");

    assertThat(totals.objects("repositories")).isEmpty();
    assertThat(totals.number("repositoriesOmitted")).contains(2L);
    assertThat(totals.number("images")).contains(7L);
    assertThat(one.objects("repositories"))
        .singleElement()
        .satisfies(row -> assertThat(row.text("repository")).contains(WEB));
  }

  // --- probe and verification

  @Test
  void stopsWhenALayerIsLostWithTheFirstDeletions() {
    for (var i = 0; i < 30; i++) {
      landscape.mirrored(BACKEND, TestImages.image("image " + i, 100 + i), "v" + i);
    }
    landscape.days(31);
    landscape.afterTheFirstRemoval(() ->
        landscape
            .ecr
            .store()
            .blobs(CONSOLIDATED)
            .forEach(blob -> landscape.ecr.store().loseBlob(CONSOLIDATED, blob)));

    assertThatThrownBy(() -> landscape.run(DELETE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not available in data-platform-dev");

    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(29);
    assertThat(landscape.bus.events("Cleanup Probe Failed")).hasSize(1);
    var line = landscape.lines("CleanedUp").getLast();
    assertThat(line.number("CleanupProbeFailed")).contains(1L);
    assertThat(line.text("stop")).contains("loss");

    assertThatThrownBy(() -> landscape.run("{\"cutoverDate\":\"2026-01-01\"}"))
        .as("a report, which finds the same")
        .hasMessageContaining("is not available in data-platform-dev");

    landscape.run("{}");

    assertThat(landscape.lines("CleanedUp").getLast().members())
        .as("a report without anything eligible, which must not end the alarm")
        .doesNotContainKey("CleanupProbeFailed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunThatProbesNothingDoesNotEndTheAlarmOfALoss(boolean hold) {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.afterTheFirstRemoval(
        () -> landscape.ecr.store().loseBlob(CONSOLIDATED, image.blobs().getLast().digest()));
    assertThatThrownBy(() -> landscape.run(DELETE)).hasMessageContaining("is not available");
    if (hold) {
      landscape.mirrored(WEB, TestImages.image("next", 100), "v1");
      landscape.days(31);
      landscape.hold(CONSOLIDATED, "true");
      assertThatThrownBy(() -> landscape.run(DELETE)).hasMessageContaining("hold");
    } else {
      landscape.run(DELETE);
    }

    assertThat(landscape.lines("CleanedUp"))
        .extracting(line -> line.number("CleanupProbeFailed"))
        .containsExactly(Optional.of(1L), Optional.empty());
  }

  @Test
  void deletesNothingWhenALayerOfEarlierRunsIsLost() {
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);
    landscape.run(DELETE);
    landscape.mirrored(BACKEND, TestImages.image("next", 100), "v2");
    landscape.days(31);
    landscape.ecr.store().loseBlob(CONSOLIDATED, image.blobs().getLast().digest());

    assertThatThrownBy(() -> landscape.run(DELETE))
        .hasMessageContaining("is not available in data-platform-dev");

    assertThat(landscape.ecr.store().tags(BACKEND)).containsKey("v2");
  }

  @Test
  void stopsWhenALayerIsLostWithTheFirstArchived() {
    fill();
    landscape.days(31);
    landscape.ecr.faults().on("GetObject").refuse(EcrError.LAYER_UNKNOWN);

    assertThatThrownBy(() -> landscape.run(ARCHIVE)).hasMessageContaining("cannot be downloaded");

    assertThat(landscape.bus.events("Cleanup Probe Failed")).hasSize(1);
  }

  // --- repositories

  @Test
  void deletesEmptyRepositoriesOnlyIfAsked() {
    fill();
    landscape.ecr.push(WEB, TestImages.image("forgotten", 50), "v9");
    landscape.days(31);
    var both = DELETE.replace("}", ",\"deleteEmptyRepositories\":true}");

    var result = landscape.run(both);

    assertThat(result.members()).containsEntry("deletedRepositoryNames", List.of(BACKEND));
    assertThat(landscape.ecr.store().tags(WEB)).containsKey("v9");
  }

  @Test
  void keepsAnEmptyRepositoryWhoseNameDecidesWhoOwnsATag() {
    landscape.ecr.store().createRepository(RepositorySettings.named("ml-platform/backend-api"));
    landscape.mirrored(BACKEND, image, "v1");
    landscape.days(31);

    var result = landscape.run(DELETE.replace("}", ",\"deleteEmptyRepositories\":true}"));

    assertThat(removed(result)).isEqualTo(1);
    assertThat(result.members()).containsEntry("deletedRepositoryNames", List.of(WEB));
  }

  @Test
  void oneRepositoryThatCanNotBeReadDoesNotSpoilTheOthers() {
    fill();
    landscape.days(31);
    landscape.ecr.faults().on("DescribeImages").in(BACKEND).refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> landscape.run(DELETE)).hasMessageContaining(BACKEND);

    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(2);
    assertThat(landscape.ecr.store().digests(WEB)).isEmpty();
  }

  @Test
  void oneRepositoryThatMayNotBeEmptiedDoesNotSpoilTheOthers() {
    fill();
    landscape.days(31);
    landscape.ecr.faults().on("BatchDeleteImage").in(BACKEND).refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> landscape.run(DELETE)).hasMessageContaining(BACKEND);

    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(2);
    assertThat(landscape.ecr.store().digests(WEB)).isEmpty();
    assertThat(landscape.lines("Kept"))
        .allSatisfy(line -> assertThat(line.text("reason")).contains("UNKNOWN"))
        .isNotEmpty();
  }

  // --- input

  @Test
  void refusesBadInputAllAtOnceAndBeforeAnyCall() {
    assertThatThrownBy(() ->
            landscape.run(
                """
                {"cutoverDate":"31.1.2026","rollbackWindowDays":-1,"pulledWithinDays":"x",
                 "mode":"enforce","maximumDeletions":0,"deleteEmptyRepositories":"yes","dry":true}
                """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "cutoverDate is '31.1.2026'",
            "rollbackWindowDays is '-1'",
            "pulledWithinDays is 'x'",
            "mode is 'enforce'",
            "maximumDeletions is '0'",
            "deleteEmptyRepositories is 'yes'",
            "'dry' is no option");
    assertThat(landscape.ecr.audit().entries()).isEmpty();
  }

  @Test
  void anInvocationByHandOnlyReportsWhateverTheEnvironmentSays() {
    try (var other =
        new CleanupLandscape(Map.of("CLEANUP_MODE", "delete", "CUTOVER_DATE", "2026-01-01"))) {
      other.mirrored(BACKEND, image, "v1");
      other.days(31);

      assertThat(other.run("{}").text("mode")).contains("report");
      assertThat(other.writes()).isEmpty();
    }
  }

  @Test
  void refusesTextAfterTheInput() {
    assertThatThrownBy(() -> landscape.run("{} {\"mode\":\"delete\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text follows it");
    assertThat(landscape.ecr.audit().entries()).isEmpty();
  }

  @Test
  void refusesACutoverOfLongAgo() {
    assertThatThrownBy(() -> landscape.run("{\"cutoverDate\":\"2002-01-26\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 10 years ago");
  }

  @Test
  void refusesACutoverInTheFuture() {
    assertThatThrownBy(() -> landscape.run("{\"cutoverDate\":\"2026-01-02\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lies in the future");
    assertThat(landscape.ecr.audit().entries()).isEmpty();
  }
}
