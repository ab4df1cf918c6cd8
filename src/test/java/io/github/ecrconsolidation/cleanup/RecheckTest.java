package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.ecr.EcrCleanup.Deletable;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecheckTest extends StepFixture {
  private final TestImage image = mirrored(TestImages.image("one", 100), "v1");
  private final TestImage other = mirrored(TestImages.image("two", 200), "v2");

  @BeforeEach
  void letTheWindowPass() {
    clock.advance(Duration.ofDays(31));
  }

  private Recheck.Result check(Batch batch) {
    return recheck().check(batch, Set.of());
  }

  private static List<KeepReason> reasons(Recheck.Result result) {
    return result.kept().stream().map(Keep::reason).toList();
  }

  @Test
  void provesAnImageWithAllItReliesOn() {
    var result = check(batch());

    assertThat(result.kept()).isEmpty();
    assertThat(result.proven())
        .filteredOn(it -> it.digest().equals(digest(image)))
        .singleElement()
        .satisfies(proven -> {
          assertThat(proven.targets()).isEqualTo(Map.of(new Tag("v1"), new Tag("backend-v1")));
          assertThat(proven.manifests()).containsExactly(digest(image));
          assertThat(proven.layers()).hasSize(2);
        });
  }

  @Test
  void provesTheSameWhereIdsAndFilterExcludeEachOther() {
    ecr.store().read(OtherReading.IDS_EXCLUDE_A_FILTER);

    assertThat(check(batch()).proven()).hasSize(2);
  }

  @Test
  void keepsAllOfARepositoryThatWasPutOnHold() {
    var batch = batch();
    ecr.store().tagResource(LEGACY, Map.of("ecr-consolidation:hold", ""));

    assertThat(reasons(check(batch))).containsOnly(KeepReason.ON_HOLD).hasSize(2);
  }

  @Test
  void keepsWhatHasLostALayer() {
    var batch = batch();
    ecr.store().loseBlob(CONSOLIDATED, image.blobs().getLast().digest());

    var result = check(batch);

    assertThat(reasons(result)).containsExactly(KeepReason.LAYER_UNAVAILABLE);
    assertThat(result.proven()).extracting(ProvenImage::digest).containsExactly(digest(other));
  }

  @Test
  void provesLayersWhereTheManifestAloneStatesItsMediaType() {
    ecr.store().read(OtherReading.MEDIA_TYPE_IN_THE_MANIFEST_ONLY);
    var batch = batch();
    ecr.store().loseBlob(CONSOLIDATED, image.blobs().getLast().digest());

    assertThat(reasons(check(batch))).containsExactly(KeepReason.LAYER_UNAVAILABLE);
  }

  @Test
  void keepsAManifestBelowWhichNothingIsKnown() {
    var schema1 = mirrored(TestImages.dockerSchema1("old"), "old");
    clock.advance(Duration.ofDays(31));

    var result = check(batch());

    assertThat(reasons(result)).containsExactly(KeepReason.MANIFEST_UNAVAILABLE);
    assertThat(result.kept().getFirst().image().digest()).isEqualTo(digest(schema1));
  }

  @Test
  void keepsWhatGotATag() {
    var batch = batch();
    ecr.push(LEGACY, image, "v9");

    assertThat(reasons(check(batch))).containsExactly(KeepReason.CHANGED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsTheSubjectOfAReferrerThatCameBeforeTheFirstBatchOrALaterOne(boolean first) {
    var plan = plan();
    ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.sbom"));

    assertThat(reasons(check(new Batch(plan, plan.eligible(), first))))
        .containsExactly(KeepReason.CHANGED);
  }

  @Test
  void listsARepositoryOfTenThousandImagesBeforeEverySecondBatch() {
    var plan = plan();
    var large =
        new RepositoryPlan(
            new LegacyRepository(
                plan.repository().repository(),
                Collections.nCopies(10_000, plan.repository().images().getFirst()),
                LegacyRepository.Hold.NONE,
                Map.of()),
            plan.graphs(),
            plan.proof(),
            plan.tags(),
            Map.of(),
            plan.mirrored());
    var batch = new Batch(large, plan.eligible(), true);
    var recheck = recheck();
    assertThat(recheck.check(batch, Set.of()).kept()).isEmpty();
    ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.sbom"));

    assertThat(recheck.check(batch, Set.of()).kept()).isEmpty();
    assertThat(reasons(recheck.check(batch, Set.of()))).containsExactly(KeepReason.CHANGED);
  }

  @Test
  void doesNotCallAnImageKeptThatIsGoneWhenItsReferrerComes() {
    var batch = batch();
    registry.delete(BACKEND, List.of(new Deletable(digest(image), Set.of())));
    ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.sbom"));

    var result = check(batch);

    assertThat(result.missing()).containsExactly(digest(image));
    assertThat(result.kept()).isEmpty();
  }

  @Test
  void keepsTheSubjectOfSuchAReferrerInALaterBatch() {
    var plan = plan();
    var first = plan.eligible().stream().filter(it -> it.digest().equals(digest(other))).toList();
    var later = plan.eligible().stream().filter(it -> it.digest().equals(digest(image))).toList();
    ecr.push(LEGACY, TestImages.referrer(image, "application/vnd.sbom"));
    var before = check(new Batch(plan, first, true));

    var result =
        recheck()
            .check(
                new Batch(plan, later, false),
                before.kept().stream().map(keep -> keep.image().digest()).collect(toSet()));

    assertThat(before.proven()).hasSize(1);
    assertThat(result.proven()).isEmpty();
    assertThat(reasons(result)).containsExactly(KeepReason.CHANGED);
  }

  @Test
  void tellsWhatIsGoneAndAsksOnceMoreInOneCall() {
    var batch = batch();
    registry.delete(BACKEND, List.of(new Deletable(digest(image), Set.of())));
    ecr.audit().clear();

    var result = check(batch);

    assertThat(result.missing()).containsExactly(digest(image));
    assertThat(result.proven()).hasSize(1);
    // The list; two of one half each and the refusal before them; all of it on the other side; and
    // then both sides once more, with nothing missing.
    assertThat(ecr.audit().count("DescribeImages")).isEqualTo(1 + 3 + 1 + 2);
  }

  @Test
  void keepsTheSignatureOfAnImageThatThisRunHasKept() {
    var signature = TestImages.cosignSignature(image);
    ecr.push(LEGACY, signature, image.signatureTag(".sig"));
    ecr.push(CONSOLIDATED, signature, image.signatureTag(".sig"));
    clock.advance(Duration.ofDays(31));
    var plan = plan();
    var batch =
        new Batch(
            plan,
            plan.eligible().stream().filter(it -> it.digest().equals(digest(signature))).toList(),
            false);

    var result = recheck().check(batch, Set.of(digest(image)));

    assertThat(reasons(result)).containsExactly(KeepReason.SUBJECT_KEPT);
  }
}
