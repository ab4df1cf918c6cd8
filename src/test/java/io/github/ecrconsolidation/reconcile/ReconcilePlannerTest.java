package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.reconcile.World.archived;
import static io.github.ecrconsolidation.reconcile.World.digest;
import static io.github.ecrconsolidation.reconcile.World.image;
import static io.github.ecrconsolidation.reconcile.World.old;
import static io.github.ecrconsolidation.reconcile.World.overlong;
import static io.github.ecrconsolidation.reconcile.World.pushed;
import static io.github.ecrconsolidation.reconcile.World.referrer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfOverlongTag;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflict;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.InPlace;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Missing;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import io.github.ecrconsolidation.reconcile.ReconcileTotals.Kind;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReconcilePlannerTest {
  private static final String SIGNATURE_TAG = "sha256-" + "a".repeat(64) + ".sig";

  private final World world = new World("backend", "frontend");

  @Test
  void agreesWithATagThatHoldsTheSameDigest() {
    world.legacy("backend", image("api", "v1")).consolidated(image("api", "backend-v1"));

    assertThat(world.plan().decisions())
        .containsExactly(new InPlace(tagged("backend", "v1", "api")));
  }

  @Test
  void requestsAYoungTagThatIsMissing() {
    world.legacy("backend", image("api", "v1", "v2")).consolidated(image("api", "backend-v1"));

    assertThat(world.plan().requests()).containsExactly(tagged("backend", "v2", "api"));
  }

  @Test
  void reportsAnOldTagThatIsMissingAndRequestsItInABackfillOnly() {
    world.legacy("backend", old(image("api", "v1")));

    assertThat(world.plan().decisions())
        .containsExactly(new MissingOld(tagged("backend", "v1", "api")));
    assertThat(world.backfill().requests()).containsExactly(tagged("backend", "v1", "api"));
  }

  @Test
  void isYoungUpToTheLastInstantOfTheWindow() {
    world.legacy(
        "backend",
        pushed(image("on", "on"), World.WINDOW),
        pushed(image("over", "over"), World.WINDOW.plusNanos(1)));

    assertThat(world.plan().requests()).containsExactly(tagged("backend", "on", "on"));
  }

  @Test
  void requestsAnOldMissingTagWhoseImageIsThere() {
    world
        .legacy("backend", old(image("api", "v1", "stable")))
        .consolidated(image("api", "backend-v1"));

    assertThat(world.plan().requests()).containsExactly(tagged("backend", "stable", "api"));
  }

  @Test
  void doesNotRequestAnOldMissingTagWhoseImageIsInTheArchiveThere() {
    world
        .legacy("backend", old(image("api", "v1", "stable")))
        .consolidated(archived(image("api", "backend-v1")));

    assertThat(world.plan().of(MissingOld.class))
        .containsExactly(new MissingOld(tagged("backend", "stable", "api")));
  }

  @Test
  void requestsWhatIsMissingHoweverOldIfNothingCanHaveExpired() {
    world.mayExpire = false;
    world.legacy("backend", old(image("api", "v1")), old(referrer("sbom", digest("api"))));

    assertThat(world.plan().requests())
        .containsExactly(tagged("backend", "v1", "api"), untagged("backend", "sbom"));
  }

  @Test
  @Timeout(60)
  void plansALongChainOfReferrers() {
    var chain = new Image[20_000];
    for (var i = 0; i < chain.length; i++) {
      chain[i] = referrer("referrer " + i, digest(i == 0 ? "api" : "referrer " + (i - 1)));
    }
    world.legacy("backend", image("api", "v1")).legacy("backend", chain);

    assertThat(world.plan().requests()).hasSize(chain.length + 1);
  }

  @Test
  void ignoresAChainThatEndsNowhere() {
    world.legacy(
        "backend",
        referrer("sbom", digest("nowhere")),
        referrer("signature of sbom", digest("sbom")),
        old(referrer("old sbom", digest("nowhere"))),
        referrer("signature of old sbom", digest("old sbom")));

    assertThat(world.plan().of(Ignored.class))
        .hasSize(4)
        .extracting(Ignored::reason)
        .containsOnly(Reason.SUBJECT_NOT_MIRRORED);
  }

  @Test
  void followsATagThatMovedHoweverOldItsImage() {
    world
        .legacy("backend", old(image("second", "latest")), old(image("first")))
        .consolidated(image("first", "backend-latest"));

    assertThat(world.plan().of(Different.class))
        .containsExactly(new Different(tagged("backend", "latest", "second"), digest("first")));
  }

  @Test
  void followsATagWhoseOldImageTheLegacyRepositoryForgot() {
    world
        .legacy("backend", image("second", "latest"))
        .consolidated(old(image("first", "backend-latest")));

    assertThat(world.plan().requests()).containsExactly(tagged("backend", "latest", "second"));
  }

  @Test
  void leavesAloneWhatWasPushedStraightToTheConsolidatedRepository() {
    world
        .legacy("backend", image("legacy", "latest"))
        .consolidated(pushed(image("straight", "backend-latest"), Duration.ofHours(1)));

    var ignored = new Ignored(tagged("backend", "latest", "legacy"), Reason.PUSHED_DIRECTLY);
    assertThat(world.plan().decisions()).containsExactly(ignored);
    assertThat(world.backfill().decisions()).containsExactly(ignored);
  }

  @Test
  void doesNotTakeAnImageTheLegacyRepositoryKnowsForPushedStraight() {
    world
        .legacy("backend", image("first", "latest"), pushed(image("second"), Duration.ofHours(2)))
        .consolidated(pushed(image("second", "backend-latest"), Duration.ofHours(1)));

    assertThat(world.plan().requests()).containsExactly(tagged("backend", "latest", "first"));
  }

  @Test
  void reportsAnImmutableTagThatHoldsAnotherDigest() {
    world.mutability = new TagMutability(Mode.IMMUTABLE, List.of("*latest"));
    world
        .legacy("backend", image("api", "v1", "latest"))
        .consolidated(old(image("other", "backend-v1", "backend-latest")));

    assertThat(world.plan().decisions())
        .containsExactly(
            new Different(tagged("backend", "latest", "api"), digest("other")),
            new Conflicting(
                tagged("backend", "v1", "api"),
                new Tag("backend-v1"),
                digest("other"),
                Conflict.IMMUTABLE));
  }

  @Test
  void leavesAloneWhatTheConsolidatedRepositoryArchived() {
    world.legacy("backend", image("api", "v1")).consolidated(archived(image("api", "backend-v1")));

    assertThat(world.backfill().decisions())
        .containsExactly(new Ignored(tagged("backend", "v1", "api"), Reason.ARCHIVED_THERE));
  }

  @Test
  void ignoresWhatCanNotBePulledOrPushedAgain() {
    var schema1 =
        Images.image(
            digest("ancient"),
            image("", "v0").tags(),
            new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws"),
            Optional.empty(),
            Image.Status.ACTIVE,
            World.NOW);
    world.legacy("backend", archived(image("api", "v1")), schema1);

    assertThat(world.backfill().decisions())
        .containsExactly(
            new Ignored(tagged("backend", "v0", "ancient"), Reason.SCHEMA_1),
            new Ignored(tagged("backend", "v1", "api"), Reason.ARCHIVED));
  }

  @Test
  void agreesWithWhatIsThereEvenIfItsLegacyImageWasArchived() {
    world.legacy("backend", archived(image("api", "v1"))).consolidated(image("api", "backend-v1"));

    assertThat(world.plan().totals().agree()).isTrue();
    assertThat(world.plan().of(InPlace.class)).hasSize(1);
  }

  @Test
  void ignoresTagsWithoutAPlaceOfTheirOwn() {
    var long128 = "v".repeat(128);
    world.legacy("backend", overlong(image("far", "v1"), "w".repeat(129), "x".repeat(300)));
    var claims = new World("backend", "backend-api");
    claims
        .legacy("backend", image("one", "api-v1", long128))
        .legacy("backend-api", image("two", "v1"));

    assertThat(claims.plan().decisions())
        .containsExactly(
            new Ignored(tagged("backend", "api-v1", "one"), Reason.AMBIGUOUS_TAG),
            new Ignored(tagged("backend", long128, "one"), Reason.OVERLONG_TAG),
            new Missing(tagged("backend-api", "v1", "two")));
    assertThat(world.plan().of(Ignored.class))
        .extracting(Ignored::request, Ignored::reason)
        .containsExactly(
            tuple(overlongTag("w".repeat(129)), Reason.OVERLONG_TAG),
            tuple(overlongTag("x".repeat(300)), Reason.OVERLONG_TAG));
  }

  @Test
  void doesNotMoveATagThatStandsForAnImageOfAYoungerRepository() {
    var claims = new World("backend", "backend-api");
    claims
        .legacy("backend", image("one", "api-v1"))
        .legacy("backend-api", image("two", "v1"))
        .consolidated(image("one", "backend-api-v1"));

    assertThat(claims.plan().of(Conflicting.class))
        .containsExactly(
            new Conflicting(
                tagged("backend-api", "v1", "two"),
                new Tag("backend-api-v1"),
                digest("one"),
                Conflict.HELD_FOR_ANOTHER));
  }

  @Test
  void givesASignatureTagToTheOldestRepository() {
    world
        .legacy("frontend", image("signature of frontend", SIGNATURE_TAG))
        .legacy("backend", image("signature of backend", SIGNATURE_TAG));

    assertThat(world.plan().decisions())
        .containsExactly(
            new Missing(tagged("backend", SIGNATURE_TAG, "signature of backend")),
            new Conflicting(
                tagged("frontend", SIGNATURE_TAG, "signature of frontend"),
                new Tag(SIGNATURE_TAG),
                digest("signature of backend"),
                Conflict.HELD_FOR_ANOTHER));
  }

  @Test
  void leavesASignatureTagToTheRepositoryThatHasIt() {
    world
        .legacy("backend", image("signature of backend", SIGNATURE_TAG))
        .legacy("frontend", image("signature of frontend", SIGNATURE_TAG))
        .consolidated(image("signature of frontend", SIGNATURE_TAG));

    assertThat(world.plan().requests()).isEmpty();
    assertThat(world.plan().totals().of(Kind.CONFLICTING)).isEqualTo(1);
  }

  @Test
  void requestsAReferrerOfAnImageThatIsThere() {
    world
        .legacy("backend", image("api", "v1"), referrer("signature", digest("api")))
        .consolidated(image("api", "backend-v1"));

    assertThat(world.plan().requests()).containsExactly(untagged("backend", "signature"));
  }

  @Test
  void requestsAReferrerAndItsReferrerWithTheImage() {
    world.legacy(
        "backend",
        image("api", "v1"),
        referrer("sbom", digest("api")),
        referrer("signature of sbom", digest("sbom")));

    assertThat(world.plan().requests())
        .containsExactlyInAnyOrder(
            tagged("backend", "v1", "api"),
            untagged("backend", "sbom"),
            untagged("backend", "signature of sbom"));
  }

  /** Such as a signature of one platform: no list of images says what an index will bring. */
  @Test
  void requestsAnOldReferrerWhoseSubjectCameWithItsIndex() {
    world.legacy("backend", old(referrer("signature", digest("child"))), old(image("child")));
    world.consolidated(image("child"));

    assertThat(world.plan().requests()).containsExactly(untagged("backend", "signature"));
  }

  @Test
  void reportsAnOldReferrerOfASubjectThatWasThereBefore() {
    world.legacy("backend", old(referrer("signature", digest("child"))), old(image("child")));
    world.consolidated(old(image("child")));

    assertThat(world.plan().of(MissingOld.class))
        .containsExactly(new MissingOld(untagged("backend", "signature")));
  }

  @Test
  void ignoresAReferrerOfWhatIsNotMirrored() {
    world.legacy(
        "backend",
        old(image("api", "v1")),
        referrer("signature", digest("api")),
        referrer("lost", digest("nowhere")));

    assertThat(world.plan().requests()).isEmpty();
    assertThat(world.plan().of(Ignored.class))
        .extracting(Ignored::reason)
        .containsExactly(Reason.SUBJECT_NOT_MIRRORED, Reason.SUBJECT_NOT_MIRRORED);
    assertThat(world.backfill().requests()).hasSize(2);
  }

  @Test
  void ignoresUntaggedImagesUnlessTheyCameWithAnIndex() {
    world.legacy("backend", image("superseded"), image("child")).consolidated(image("child"));

    assertThat(world.plan().decisions())
        .containsExactlyInAnyOrder(
            new Ignored(untagged("backend", "superseded"), Reason.UNTAGGED),
            new InPlace(untagged("backend", "child")));
  }

  @Test
  void plansTheSameForAnyOrderOfTheInput() {
    world
        .legacy("backend", image("a", "v1"), image("b", "v2"), referrer("c", digest("a")))
        .legacy("frontend", image("d", "v1", SIGNATURE_TAG), image("e"));
    var plan = world.plan();
    world.legacy.values().forEach(Collections::reverse);

    assertThat(world.plan()).isEqualTo(plan);
  }

  @Test
  void plansWithoutARepositoryThatCouldNotBeRead() {
    world.legacy("backend", image("api", "v1")).legacy("frontend", image("web", "v1"));
    var all = world.snapshot();
    var some =
        new RegistrySnapshot(
            all.known(),
            Map.of(
                World.repository("frontend"),
                Optional.ofNullable(all.legacy().get(World.repository("frontend"))).orElseThrow()),
            all.consolidated(),
            all.mutability());

    assertThat(
            new ReconcilePlanner(world.mapping)
                .plan(some, world.mayExpire, World.NOW.minus(World.WINDOW))
                .requests())
        .containsExactly(tagged("frontend", "v1", "web"));
  }

  private static MirrorRequest tagged(String service, String tag, String name) {
    return World.tagged(service, tag, digest(name));
  }

  private static MirrorRequest overlongTag(String tag) {
    return new OfOverlongTag(World.repository("backend"), tag, Optional.of(digest("far")));
  }

  private static MirrorRequest untagged(String service, String name) {
    return new OfDigest(World.repository(service), digest(name), true);
  }
}
