package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptTogetherTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final MediaType IMAGE =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  private static final MediaType INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  private static final Instant SOON = Instant.parse("2026-04-01T00:00:00Z");
  private static final Digest ONE = digest("one");
  private static final Digest TWO = digest("two");
  private static final Digest THREE = digest("three");

  private final List<Image> images = new ArrayList<>();
  private final Map<Digest, List<Digest>> children = new HashMap<>();

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(StandardCharsets.UTF_8));
  }

  private void image(Digest digest, MediaType type, Optional<Digest> subject, Set<Tag> tags) {
    images.add(
        Images.sized(
            Images.image(digest, tags, type, subject, Image.Status.ACTIVE, Instant.EPOCH), 100));
  }

  private void image(Digest digest) {
    image(digest, IMAGE, Optional.empty(), Set.of());
  }

  private void index(Digest digest, Digest... listed) {
    image(digest, INDEX, Optional.empty(), Set.of());
    children.put(digest, List.of(listed));
  }

  /** The reasons to keep images when {@code first} is kept, and everything else is eligible. */
  private Map<Digest, KeepReason> kept(Digest first, KeepReason reason) {
    var decisions = new LinkedHashMap<Digest, CleanupDecision>();
    for (var image : images) {
      decisions.put(
          image.digest(),
          image.digest().equals(first)
              ? new Keep(image, reason, "", Optional.of(SOON))
              : new Delete(image));
    }
    new KeptTogether(new ArtifactGraphs(BACKEND, images, new IndexGraph(children), List.of()))
        .keep(decisions);
    var reasons = new LinkedHashMap<Digest, KeepReason>();
    decisions.forEach((digest, decision) -> {
      if (decision instanceof Keep keep) {
        assertThat(keep.eligibleOn()).contains(SOON);
        reasons.put(digest, keep.reason());
      }
    });
    return reasons;
  }

  @Test
  void aKeptIndexKeepsItsChildrenAnyLevelDown() {
    index(ONE, TWO);
    index(TWO, THREE, digest("in another repository"));
    image(THREE);

    assertThat(kept(ONE, KeepReason.CHANGED))
        .isEqualTo(
            Map.of(
                ONE, KeepReason.CHANGED,
                TWO, KeepReason.REFERENCED_BY_KEPT_INDEX,
                THREE, KeepReason.REFERENCED_BY_KEPT_INDEX));
  }

  @Test
  void aKeptChildKeepsNoIndexUnlessItIsStillPulled() {
    index(ONE, TWO);
    image(TWO);

    assertThat(kept(TWO, KeepReason.CHANGED)).containsOnlyKeys(TWO);
    assertThat(kept(TWO, KeepReason.PULLED_RECENTLY))
        .containsEntry(ONE, KeepReason.PULLED_RECENTLY);
  }

  @Test
  void aKeptImageKeepsItsReferrersAndSignatures() {
    image(ONE);
    image(TWO, IMAGE, Optional.of(ONE), Set.of());
    image(THREE, IMAGE, Optional.empty(), Set.of(new Tag("sha256-" + ONE.hex() + ".sig")));

    assertThat(kept(ONE, KeepReason.CHANGED))
        .containsEntry(TWO, KeepReason.SUBJECT_KEPT)
        .containsEntry(THREE, KeepReason.SUBJECT_KEPT);
  }

  @Test
  void aKeptReferrerKeepsItsSubjectButAKeptSignatureDoesNot() {
    image(ONE);
    image(TWO, IMAGE, Optional.of(ONE), Set.of());
    image(THREE, IMAGE, Optional.empty(), Set.of(new Tag("sha256-" + ONE.hex() + ".sig")));

    assertThat(kept(TWO, KeepReason.CHANGED)).containsEntry(ONE, KeepReason.REFERRER_KEPT);
    assertThat(kept(THREE, KeepReason.CHANGED)).containsOnlyKeys(THREE);
  }

  @Test
  void whatIsInTheArchiveAlreadyKeepsNothingInModeArchive() {
    index(ONE, TWO);
    image(TWO);

    assertThat(kept(ONE, KeepReason.ARCHIVED)).containsOnlyKeys(ONE);
  }

  @Test
  void endsWhereImagesReferToEachOther() {
    image(ONE, INDEX, Optional.of(TWO), Set.of());
    children.put(ONE, List.of(TWO));
    image(TWO);

    assertThat(kept(TWO, KeepReason.CHANGED)).containsEntry(ONE, KeepReason.SUBJECT_KEPT);
  }
}
