package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.ReconcileLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.decisions;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.findings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TagMutability;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing that events missed stays missing; no event of a push is delivered here. */
class ReconcileIT {
  private static final String FRONTEND = "ml-platform/frontend";

  private final ReconcileLandscape landscape = ReconcileLandscape.start();

  @AfterEach
  void stop() {
    landscape.close();
  }

  @Test
  void healsALostEvent() {
    var image = landscape.push(BACKEND, "api", "v1");

    var result = landscape.reconcile("{}");
    landscape.mirrorRequested();

    assertThat(landscape.tags()).isEqualTo(Map.of("backend-v1", image.digest()));
    assertThat(result.members())
        .containsEntry("mode", "reconcile")
        .containsEntry("complete", true)
        .containsEntry("requested", 1);
    assertThat(decisions(result)).containsEntry("missing", 1);
  }

  @Test
  void requestsWhateverIsMissingFromARepositoryWithoutLifecyclePolicy() {
    try (var without = ReconcileLandscape.empty()) {
      without.create(CONSOLIDATED, BACKEND);
      without.push(BACKEND, "api", "v1");
      without.clock.advance(Duration.ofDays(400));

      var result = without.reconcile("{}");

      assertThat(decisions(result)).containsEntry("missing", 1).containsEntry("missingOld", 0);
      assertThat(without.requests()).containsExactly("v1");
    }
  }

  @Test
  void takesAPolicyThatCouldNotBeReadForOneThatExpiresImages() {
    landscape.push(BACKEND, "api", "v1");
    landscape.clock.advance(Duration.ofDays(400));
    landscape.ecr.faults().on("GetLifecyclePolicy").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> landscape.reconcile("{}"))
        .hasMessageContaining("could not be read", "GetLifecyclePolicy");

    assertThat(landscape.requests()).isEmpty();
  }

  @Test
  void publishesNoCountsThatAreTooSmall() {
    landscape.push(BACKEND, "api", "v1");
    landscape.create(FRONTEND);
    landscape.ecr.faults().on("DescribeImages").refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> landscape.reconcile("{}")).isInstanceOf(IllegalStateException.class);

    assertThat(landscape.report().members())
        .containsKeys("RequestedImages", "SnapshotImages", "ReconcileFailures")
        .doesNotContainKeys(
            "InPlaceImages",
            "MissingImages",
            "OldMissingImages",
            "DifferentImages",
            "ConflictingImages",
            "IgnoredImages",
            "ConsolidatedImages",
            "decisions",
            "ignoredBecause",
            "wouldRequest",
            "repositoriesThatDiffer",
            "repositories");
    assertThat(landscape.bus.events("Reconciliation Completed"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.detail())
                .containsEntry("complete", false)
                .containsKeys("mode", "requested", "failures", "errors")
                .doesNotContainKeys(
                    "in-place", "missing", "missing-old", "different", "conflicting", "ignored"));
  }

  @Test
  void publishesTheCountsOfARunThatReadEverythingAndRequestedLess() {
    pushMany(12);
    landscape.bus.failNextEntries(8 * 10 - 1);

    assertThatThrownBy(() -> landscape.reconcile("{}")).isInstanceOf(IllegalStateException.class);

    assertThat(decisions(landscape.report())).containsEntry("missing", 12);
    assertThat(landscape.bus.events("Reconciliation Completed"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.detail())
                .containsEntry("complete", false)
                .containsEntry("missing", 12));
  }

  @Test
  void findsTheReferrersOfAnIndexesChildrenRightAfterABackfillHoweverOldTheyAre() {
    var platform = TestImages.image("amd64", 10);
    var sbom = TestImages.referrer(platform, "application/vnd.sbom");
    var signature = TestImages.referrer(sbom, "application/vnd.signature");
    landscape.ecr.push(BACKEND, TestImages.index(platform), "v1");
    landscape.ecr.push(BACKEND, sbom);
    landscape.ecr.push(BACKEND, signature);
    landscape.clock.advance(Duration.ofDays(400));
    landscape.reconcile("{\"backfill\":true}");
    landscape.mirrorRequested();

    for (var referrer : List.of(sbom, signature)) {
      landscape.reconcile("{}");
      landscape.mirrorRequested();
      assertThat(landscape.ecr.store().digests(CONSOLIDATED)).contains(referrer.digest());
    }

    assertThat(decisions(landscape.reconcile("{}"))).containsEntry("missingOld", 0);
  }

  @Test
  void requestsNothingWhenAllAgree() {
    landscape.push(BACKEND, "api", "v1", "latest");
    landscape.reconcile("{}");
    landscape.mirrorRequested();
    var calls = landscape.bus.calls();

    var result = landscape.reconcile("{}");

    assertThat(landscape.requests()).isEmpty();
    assertThat(decisions(result)).containsEntry("inPlace", 2).containsEntry("missing", 0);
    assertThat(result.objects("repositories")).isEmpty();
    // The event that tells how it ended.
    assertThat(landscape.bus.calls()).isEqualTo(calls + 1);
  }

  @Test
  void readsAllPagesOfBothSidesAndPullsNothing() {
    landscape.create(FRONTEND);
    for (var i = 0; i < 5; i++) {
      landscape.push(BACKEND, "api " + i, "v" + i);
      landscape.push(CONSOLIDATED, "api " + i, "backend-v" + i);
    }
    landscape.push(FRONTEND, "web", "v1");

    var result = landscape.reconcile("{}");

    // 2 to a page: 3 pages of backend, 1 of frontend, 3 consolidated; 3 repositories on 2 pages.
    assertThat(landscape.ecr.audit().entries().stream().map(entry -> entry.operation()))
        .containsExactlyInAnyOrder(
            "DescribeRepositories",
            "DescribeRepositories",
            "DescribeImages",
            "DescribeImages",
            "DescribeImages",
            "DescribeImages",
            "DescribeImages",
            "DescribeImages",
            "DescribeImages",
            "GetLifecyclePolicy",
            "GetAccountSetting",
            "ListPullTimeUpdateExclusions");
    assertThat(result.members()).containsEntry("requests", 12).containsEntry("images", 11);
    assertThat(landscape.requests()).containsExactly("v1");
  }

  @Test
  void requestsSignaturesAndReferrersToo() {
    var image = TestImages.twoPlatforms("api", Attestations.WITH_SUBJECT);
    var signature = TestImages.cosignSignature(image);
    var sbom = TestImages.referrer(image, "application/spdx+json");
    landscape.ecr.push(BACKEND, image, "v1");
    landscape.ecr.push(BACKEND, signature, image.signatureTag(".sig"));
    landscape.ecr.push(BACKEND, sbom);

    landscape.reconcile("{}");

    assertThat(landscape.requests())
        .containsExactly(image.signatureTag(".sig"), "v1", sbom.digest());

    landscape.mirrorRequested();

    assertThat(landscape.ecr.store().digests(CONSOLIDATED))
        .isEqualTo(landscape.ecr.store().digests(BACKEND));
    assertThat(decisions(landscape.reconcile("{}")))
        .containsEntry("inPlace", 7)
        .containsEntry("ignored", 0);
  }

  @Test
  void followsAMovedTagHoweverOld() {
    landscape.push(BACKEND, "first", "latest");
    landscape.push(BACKEND, "second", "v2");
    landscape.reconcile("{}");
    landscape.mirrorRequested();
    landscape.clock.advance(Duration.ofDays(400));
    landscape.push(BACKEND, "second", "latest");

    var result = landscape.reconcile("{}");

    assertThat(landscape.requests()).containsExactly("latest");
    assertThat(decisions(result)).containsEntry("different", 1);
  }

  @Test
  void bringsBackWhatWasRemovedInTheConsolidatedRepositoryForThreeDaysOnlyOrByABackfill() {
    landscape.push(BACKEND, "api", "v1");
    landscape.reconcile("{}");
    landscape.mirrorRequested();
    landscape.remove("backend-v1");
    landscape.clock.advance(Duration.ofDays(3));

    assertThat(landscape.reconcile("{}").members()).containsEntry("requested", 1);

    landscape.clock.advance(Duration.ofSeconds(1));
    var later = landscape.reconcile("{}");

    assertThat(decisions(later)).containsEntry("missingOld", 1).containsEntry("missing", 0);
    assertThat(later.members()).containsEntry("requested", 0).containsEntry("complete", true);
    assertThat(findings(later, "warning"))
        .containsExactly("1 older images are missing: ml-platform/backend:v1");
    assertThat(landscape.reconcile("{\"backfill\":true}").members())
        .containsEntry("mode", "backfill")
        .containsEntry("requested", 1);
  }

  @Test
  void onlySaysWhatADryRunWouldRequest() {
    landscape.push(BACKEND, "api", "v1");

    var result = landscape.reconcile("{\"dryRun\":true}");

    assertThat(landscape.requests()).isEmpty();
    assertThat(result.members())
        .containsEntry("dryRun", true)
        .containsEntry("wouldRequest", 1)
        .containsEntry("requested", 0)
        .containsEntry("complete", true);
  }

  @Test
  void takesAnEventAsItsInput() {
    landscape.push(BACKEND, "api", "v1");

    var result =
        landscape.reconcile(
            "{\"source\":\"by.hand\",\"detail-type\":\"Anything\",\"detail\":{\"dryRun\":true}}");

    assertThat(result.members()).containsEntry("dryRun", true);
  }

  @Test
  void refusesAnInputItDoesNotUnderstandBeforeAnyCall() {
    assertThatThrownBy(() -> landscape.reconcile("{\"dryrun\":true,\"backfill\":\"yes\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'dryrun' is no option")
        .hasMessageContaining("backfill is 'yes'; expected true or false");
    assertThat(landscape.ecr.audit().entries()).isEmpty();
    assertThat(landscape.bus.calls()).isZero();
  }

  @Test
  void asksAgainWhenDescribeImagesIsThrottled() {
    landscape.push(BACKEND, "api", "v1");
    landscape.ecr.faults().on("DescribeImages").times(5).throttle();

    var result = landscape.reconcile("{}");

    assertThat(result.members()).containsEntry("requested", 1).containsEntry("complete", true);
    assertThat(landscape.ecr.audit().count("DescribeImages", 400)).isEqualTo(5);
    assertThat(landscape.ecr.audit().count("DescribeImages", 200)).isEqualTo(2);
  }

  @Test
  void sendsOnlyRefusedEntriesAgainAndKeepsTheOrder() {
    pushMany(12);
    landscape.bus.failNextEntries(3);

    var result = landscape.reconcile("{}");

    assertThat(result.members()).containsEntry("requested", 12).containsEntry("complete", true);
    assertThat(landscape.requests()).hasSize(12).doesNotHaveDuplicates();
    // 10 and 2 entries, 3 of them again, and the event that tells how it ended.
    assertThat(landscape.bus.calls()).isEqualTo(4);
    assertThat(landscape.requests().subList(0, 7)).isSorted();
    assertThat(landscape.requests().subList(10, 12)).containsExactly("v010", "v011");
  }

  @Test
  void sendsAgainWhenPutEventsIsThrottled() {
    pushMany(12);
    landscape.bus.throttleNextCalls(3);

    var result = landscape.reconcile("{}");

    assertThat(result.members()).containsEntry("requested", 12);
    assertThat(landscape.bus.calls()).isEqualTo(3 + 2 + 1);
  }

  @Test
  void endsAsFailedWhenTheBusTakesNoMoreAndTheNextRunGoesOn() {
    pushMany(12);
    landscape.bus.failNextEntries(8 * 10 - 1);

    assertThatThrownBy(() -> landscape.reconcile("{}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PutEvents to bus default: InternalFailure");
    assertThat(landscape.report().members())
        .containsEntry("requested", 1)
        .containsEntry("complete", false);

    landscape.mirrorRequested();
    landscape.reconcile("{}");
    landscape.mirrorRequested();

    assertThat(landscape.tags()).hasSize(12);
  }

  @Test
  void namesARepositoryItMayNotReadRunsTheOthersAndEndsAsFailed() {
    landscape.create(FRONTEND);
    landscape.push(BACKEND, "api", "v1");
    landscape.push(FRONTEND, "web", "v1");
    landscape.ecr.faults().on("DescribeImages").in(BACKEND).refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> landscape.reconcile("{}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(BACKEND + " could not be read")
        .hasMessageContaining("AccessDenied");

    assertThat(landscape.requests()).containsExactly("v1");
    assertThat(landscape.report().members())
        .containsEntry("level", "ERROR")
        .containsEntry("requested", 1)
        .containsEntry("complete", false)
        .containsEntry("ReconcileFailures", 1);
    assertThat(landscape.bus.events("Reconciliation Completed")).hasSize(1);
  }

  @Test
  void endsWithoutAPlanWhenTheConsolidatedRepositoryCanNotBeRead() {
    landscape.push(BACKEND, "api", "v1");
    landscape.ecr.faults().on("DescribeImages").in(CONSOLIDATED).refuse(EcrError.ACCESS_DENIED);

    assertThatThrownBy(() -> landscape.reconcile("{}"))
        .hasMessageContaining(CONSOLIDATED + " could not be read");
    assertThat(landscape.requests()).isEmpty();
  }

  @Test
  void stopsAtTheDeadlineAndTheNextRunGoesOn() {
    pushMany(25);
    // The account setting is read after the images, before the first request.
    landscape
        .ecr
        .faults()
        .on("ListPullTimeUpdateExclusions")
        .once()
        .after(() -> landscape.clock.advance(Duration.ofMinutes(14)));

    var result = landscape.reconcile("{}");

    assertThat(result.members()).containsEntry("requested", 0).containsEntry("complete", false);
    assertThat(findings(result, "warning"))
        .anySatisfy(what -> assertThat(what).startsWith("the time was up"));
    assertThat(landscape.reconcile("{}").members()).containsEntry("requested", 25);
  }

  @Test
  void saysSoWhenEvenReadingTakesTooLong() {
    pushMany(5);
    landscape
        .ecr
        .faults()
        .on("DescribeImages")
        .in(BACKEND)
        .once()
        .after(() -> landscape.clock.advance(Duration.ofMinutes(15)));

    var result = landscape.reconcile("{}");

    assertThat(result.members()).containsEntry("complete", false).containsEntry("requested", 0);
    assertThat(landscape.ecr.audit().count("DescribeImages")).isLessThanOrEqualTo(2);
    assertThat(result.members()).containsEntry("failures", List.of());
  }

  @Test
  void saysWhatToDoWithoutLegacyOrConsolidatedRepository() {
    try (var empty = ReconcileLandscape.empty()) {
      assertThatThrownBy(() -> empty.reconcile("{}"))
          .hasMessageContaining("there is no repository in the legacy namespace")
          .hasMessageContaining("the consolidated repository data-platform-dev does not exist")
          .hasMessageContaining("docs/runbook.md, \"Findings\"");
      assertThat(findings(empty.reconcile("{\"preflight\":true}"), "error")).hasSize(2);
    }
  }

  @Test
  void findsNothingWrongWithGoodGround() {
    landscape.push(BACKEND, "api", "v1");

    var result = landscape.reconcile("{\"preflight\":true}");

    assertThat(findings(result, "error")).isEmpty();
    assertThat(findings(result, "warning")).isEmpty();
    assertThat(findings(result, "info"))
        .containsExactly(
            "data-platform-dev holds 0 images, 1 after a backfill; the quota is 100000 unless it"
                + " was raised");
    assertThat(landscape.bus.calls()).isZero();
    assertThat(landscape.requests()).isEmpty();
  }

  @Test
  void findsWhatIsWrongWithBadGround() {
    try (var bad = ReconcileLandscape.empty()) {
      bad.create("ml-platform/backend", "ml-platform/backend/api", "ml-platform/backend-api");
      bad.ecr
          .store()
          .createRepository(
              RepositorySettings.named(CONSOLIDATED)
                  .with(TagMutability.IMMUTABLE)
                  .with(
                      new RepositorySettings.Encryption(
                          RepositorySettings.Encryption.Type.KMS,
                          "arn:aws:kms:us-east-1:1:key/1")));
      bad.push(BACKEND, "api", "latest");

      var result = bad.reconcile("{\"preflight\":true}");

      assertThat(findings(result, "error"))
          .containsExactly(
              "ml-platform/backend-api and the younger ml-platform/backend/api have the same tag prefix"
                  + " backend-api");
      assertThat(findings(result, "warning"))
          .containsExactly(
              "blob mounting is not enabled for this account and region",
              "ml-platform/backend, ml-platform/backend-api, ml-platform/backend/api encrypted with"
                  + " AES256, data-platform-dev with KMS arn:aws:kms:us-east-1:1:key/1",
              "sha256-* tags of data-platform-dev are immutable",
              "legacy tags that move (latest) are immutable in data-platform-dev",
              "the mirror's role %s is not excluded from pull times"
                  .formatted(ReconcileLandscape.ROLE),
              "data-platform-dev lacks the resource tag ecr-consolidation:legacy-namespace=ml-platform",
              "data-platform-dev: not proven in this account yet: run prove (docs/prove.md) with"
                  + " --kms-key arn:aws:kms:us-east-1:1:key/1");
      assertThat(PreflightIT.remedies(result))
          .contains("MutableTags=*-latest", "RepositoryKmsKeyArn=")
          .contains("ServicePrefixes=ml-platform/backend/api=<prefix>");
    }
  }

  @Test
  void reportsWhatItCouldNotCheckOfTheGroundAndGoesOn() {
    landscape.push(BACKEND, "api", "v1");
    landscape.ecr.faults().on("GetAccountSetting").refuse(EcrError.ACCESS_DENIED);

    var result = landscape.reconcile("{}");

    assertThat(result.members()).containsEntry("requested", 1);
    assertThat(findings(result, "warning"))
        .singleElement()
        .asString()
        .startsWith("blob mounting could not be checked");
  }

  @Test
  void tellsTheCountsInOneLineWithMetricsAndOneEvent() {
    pushMany(2);

    landscape.reconcile("{}");

    assertThat(landscape.report().members())
        .containsEntry("outcome", "Reconciled")
        .containsEntry("consolidatedRepository", CONSOLIDATED)
        .containsEntry("MissingImages", 2)
        .containsEntry("RequestedImages", 2)
        .containsEntry("SnapshotImages", 2)
        .containsEntry("ConsolidatedImages", 0)
        .containsKey("_aws");
    assertThat(landscape.bus.events("Reconciliation Completed"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.detail())
                .containsEntry("consolidated-repository", CONSOLIDATED)
                .containsEntry("missing", 2)
                .containsEntry("requested", 2)
                .containsEntry("complete", true));
  }

  @Test
  void ignoresATagNoClientCanAddress() {
    var image = TestImages.image("api", 10);
    image.pushTo(new StoreSink(landscape.ecr.store(), BACKEND), "v".repeat(200), "v1");

    var result = landscape.reconcile("{}");

    assertThat(landscape.requests()).containsExactly("v1");
    assertThat(result.object("ignoredBecause").orElseThrow().members())
        .containsEntry("overlongTag", 1);
  }

  private void pushMany(int count) {
    IntStream.range(0, count)
        .forEach(i -> landscape.push(BACKEND, "image " + i, "v%03d".formatted(i)));
  }
}
