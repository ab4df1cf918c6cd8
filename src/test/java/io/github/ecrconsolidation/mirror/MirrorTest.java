package io.github.ecrconsolidation.mirror;

import static io.github.ecrconsolidation.mirror.MemoryRegistry.CONSOLIDATED;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.LEGACY;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.NOON;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.about;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.image;
import static io.github.ecrconsolidation.mirror.MemoryRegistry.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfOverlongTag;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mirror.MirrorResult.AlreadyMirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a request, whatever the two sides hold; no call fails here. */
class MirrorTest {
  private static final RepositoryName API = new RepositoryName("ml-platform/backend-api");
  private static final Tag TARGET = new Tag("backend-v1");
  private static final Tag SIGNATURE = new Tag("sha256-" + "a".repeat(64) + ".sig");

  private final MemoryRegistry registry = new MemoryRegistry();
  private final Image image = image("image", 0, "v1");

  // --- tags

  @Test
  void copiesWhatIsMissing() {
    registry.hold(LEGACY, image);

    assertThat(attempt("v1")).isEqualTo(new Mirrored(image.digest(), Optional.of(TARGET)));
    assertThat(target()).contains(image.digest());
  }

  @Test
  void writesNothingWhereBothTagsPointToOneImage() {
    registry.hold(LEGACY, image).hold(CONSOLIDATED, image("image", 1, "backend-v1"));

    assertThat(attempt("v1")).isEqualTo(new AlreadyMirrored(image.digest(), Optional.of(TARGET)));
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void followsATagThatMovesMeanwhile() {
    var next = image("next", 1, "v1");
    registry.hold(LEGACY, image);
    registry.afterPut =
        () -> {
          registry.afterPut = () -> {};
          registry.hold(LEGACY, next);
        };

    assertThat(attempt("v1")).isEqualTo(new Mirrored(next.digest(), Optional.of(TARGET)));
    assertThat(registry.puts).containsExactly(image.digest(), next.digest());
  }

  @Test
  void isDoneWhenTheTagGoesAwayAfterItsCopy() {
    registry.hold(LEGACY, image);
    registry.afterPut = () -> registry.remove(LEGACY, image);

    assertThat(attempt("v1")).isEqualTo(new Mirrored(image.digest(), Optional.of(TARGET)));
  }

  @Test
  void leavesANewerDirectPushUnlessItIsOverridden() {
    registry.hold(LEGACY, image).hold(CONSOLIDATED, image("direct", 1, "backend-v1"));
    var request = new OfTag(new ImageReference(LEGACY, new Tag("v1")), Optional.empty(), true);

    assertThat(nothing(attempt("v1"))).contains("directly", "\"override\": true");
    assertThat(registry.puts).isEmpty();
    assertThat(attempt(request)).isEqualTo(new Mirrored(image.digest(), Optional.of(TARGET)));
  }

  @Test
  void movesATargetWhoseImageTheLegacyRepositoryHadBefore() {
    registry.hold(LEGACY, image("earlier", -1)).hold(LEGACY, image);
    registry.hold(CONSOLIDATED, image("earlier", 1, "backend-v1"));

    assertThat(attempt("v1")).isEqualTo(new Mirrored(image.digest(), Optional.of(TARGET)));
  }

  @Test
  void leavesASignatureTagToAnotherRepositoryThatHasIt() {
    registry.hold(LEGACY, image("mine", 0, SIGNATURE.value()));
    registry.hold(API, image("other", 0, SIGNATURE.value()));
    registry.hold(CONSOLIDATED, image("other", 1, SIGNATURE.value()));

    assertThat(refused(attempt(SIGNATURE.value())).code()).isEqualTo("TagHeldForAnother");
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void leavesACopyInTheArchiveThere() {
    registry
        .hold(LEGACY, image)
        .hold(CONSOLIDATED, in(Status.ARCHIVED, image("image", 1, "backend-v1")));

    assertThat(nothing(attempt("v1"))).contains("ARCHIVED");
    assertThat(registry.puts).isEmpty();
  }

  // --- images and tags that cannot be mirrored

  @Test
  void refusesALegacyImageThatCannotBePulled() {
    registry.hold(LEGACY, in(Status.ACTIVATING, image));

    assertThat(refused(attempt("v1")).code()).isEqualTo("ImageNotActive");
    assertThat(refused(attempt("v1")).reason()).contains("ml-platform/backend:v1", "ACTIVATING");
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void refusesDockerSchema1() {
    var schema1 = new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");
    registry.hold(LEGACY, Images.as(schema1, image));

    assertThat(refused(attempt("v1")).code()).isEqualTo("DockerSchema1");
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void refusesTagsWithoutATarget() {
    var tag = "x".repeat(121);

    assertThat(refused(attempt(tag)).code()).isEqualTo("OverlongTag");
    assertThat(refused(attempt("api-v1")).code()).isEqualTo("AmbiguousTag");
    assertThat(refused(attempt(new OfOverlongTag(LEGACY, "x".repeat(200), Optional.empty()))))
        .satisfies(it -> assertThat(it.code()).isEqualTo("OverlongTag"))
        .satisfies(it -> assertThat(it.reason()).contains("208"));
    assertThat(refused(attempt(tag(new RepositoryName("ml-platform/sha256"), "v1"))).code())
        .isEqualTo("NoTagPrefix");
  }

  // --- tags that went away

  @Test
  void hasNothingToDoWhenTagAndImageAreGone() {
    assertThat(nothing(attempt("v1"))).contains("and the image with it");
  }

  @Test
  void mirrorsTheImageOfATagThatWentAwayByItsOtherTag() {
    registry.hold(LEGACY, image("image", 0, "v3", "v2"));

    assertThat(attempt(new OfTag(tag(LEGACY, "v1").image(), Optional.of(image.digest()))))
        .isEqualTo(new Mirrored(image.digest(), Optional.of(new Tag("backend-v2"))));
  }

  @Test
  void hasNothingToDoForAnImageWithoutATag() {
    registry.hold(LEGACY, image("image", 0));

    assertThat(nothing(attempt(new OfTag(tag(LEGACY, "v1").image(), Optional.of(image.digest())))))
        .contains("no tag points to it");
  }

  // --- referrers

  @Test
  void copiesAReferrerAfterItsYoungSubject() {
    var referrer = about(image, image("referrer", 1));
    registry.hold(LEGACY, image).hold(LEGACY, referrer);

    assertThat(attempt(untagged(referrer)))
        .isEqualTo(new Mirrored(referrer.digest(), Optional.empty()));
    assertThat(registry.puts).containsExactly(image.digest(), referrer.digest());
  }

  @Test
  void doesNotBringAnOldSubjectBackUnlessItIsRequested() {
    var old = image("image", -1, "v1");
    var referrer = about(old, image("referrer", 1));
    registry.hold(LEGACY, old).hold(LEGACY, referrer);

    assertThat(nothing(attempt(untagged(referrer))))
        .contains("does not have, or not any more", old.digest().value());
    assertThat(registry.puts).isEmpty();
    assertThat(attempt(new OfDigest(LEGACY, referrer.digest(), true)))
        .isEqualTo(new Mirrored(referrer.digest(), Optional.empty()));
  }

  @Test
  void copiesATaggedReferrerAloneWhereItsSubjectIsOldOrThere() {
    var old = image("old", -1, "v2");
    registry.hold(LEGACY, old).hold(LEGACY, about(old, image("one", 1, "v3")));
    registry.hold(LEGACY, image).hold(LEGACY, about(image, image("two", 1, "v4")));
    registry.hold(CONSOLIDATED, image);

    assertThat(attempt("v3")).isInstanceOf(Mirrored.class);
    assertThat(attempt("v4")).isInstanceOf(Mirrored.class);
    assertThat(registry.puts).containsExactly(image("one", 1).digest(), image("two", 1).digest());
  }

  @Test
  void copiesNoReferrerToASubjectInTheArchive() {
    var referrer = about(image, image("referrer", 1));
    registry.hold(LEGACY, image).hold(LEGACY, referrer);
    registry.hold(CONSOLIDATED, in(Status.ARCHIVED, image));

    assertThat(nothing(attempt(untagged(referrer)))).contains("does not have");
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void anArchivedCopyOfAReferrerDoesNotCountAsMirrored() {
    var referrer = about(image, image("referrer", 1));
    registry.hold(LEGACY, image).hold(LEGACY, referrer).hold(CONSOLIDATED, image);
    registry.hold(CONSOLIDATED, in(Status.ARCHIVED, referrer));

    assertThat(attempt(untagged(referrer))).isInstanceOf(Mirrored.class);
    assertThat(registry.puts).contains(referrer.digest());
  }

  @Test
  void writesNothingForAReferrerThatIsThere() {
    var referrer = about(image, image("referrer", 1));
    registry.hold(LEGACY, referrer).hold(CONSOLIDATED, referrer);

    assertThat(attempt(untagged(referrer)))
        .isEqualTo(new AlreadyMirrored(referrer.digest(), Optional.empty()));
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void leavesTheChildOfAnIndexToItsIndex() {
    registry.hold(LEGACY, image("child", 0));

    assertThat(nothing(attempt(untagged(image("child", 0))))).contains("has no subject");
    assertThat(nothing(attempt(untagged(image("gone", 0))))).contains("was deleted");
    assertThat(registry.puts).isEmpty();
  }

  @Test
  void leavesTheAttestationOfABuildToItsIndexUnlessItIsRequested() {
    var child = image("child", 0);
    var attestation = attestation(child);
    registry.hold(LEGACY, child).hold(LEGACY, attestation);

    assertThat(nothing(attempt(untagged(attestation)))).contains("mirrored with its index");
    assertThat(registry.puts).isEmpty();
    assertThat(attempt(new OfDigest(LEGACY, attestation.digest(), true)))
        .isEqualTo(new Mirrored(attestation.digest(), Optional.empty()));
  }

  @Test
  void copiesAnAttestationThatWasAttachedToATaggedImage() {
    registry.hold(LEGACY, image).hold(LEGACY, attestation(image));

    assertThat(attempt(untagged(attestation(image)))).isInstanceOf(Mirrored.class);
  }

  private static Image attestation(Image subject) {
    return Images.typed(
        about(subject, image("attestation", 1)),
        Optional.of(new MediaType("application/vnd.docker.attestation.manifest.v1+json")));
  }

  private MirrorResult attempt(String tag) {
    return attempt(tag(LEGACY, tag));
  }

  private MirrorResult attempt(MirrorRequest request) {
    return new Mirror(
            new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()),
            registry,
            registry,
            _ -> List.of(API, LEGACY),
            NOON,
            Deadline.in(Duration.ofMinutes(5), InstantSource.fixed(NOON)))
        .attempt(request, false);
  }

  private Optional<Digest> target() {
    return registry.find(new ImageReference(CONSOLIDATED, TARGET)).map(Image::digest);
  }

  private static OfTag tag(RepositoryName repository, String tag) {
    return new OfTag(new ImageReference(repository, new Tag(tag)), Optional.empty());
  }

  private static OfDigest untagged(Image referrer) {
    return new OfDigest(LEGACY, referrer.digest());
  }

  private static String nothing(MirrorResult result) {
    assertThat(result).isInstanceOf(NothingToDo.class);
    return ((NothingToDo) result).reason();
  }

  private static Refused refused(MirrorResult result) {
    assertThat(result).isInstanceOf(Refused.class);
    return (Refused) result;
  }
}
