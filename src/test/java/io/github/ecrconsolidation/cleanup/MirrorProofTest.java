package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.decision.MirrorRule;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a proof rests on, and how tags are counted; why it fails is in CleanupPlannerTest. */
class MirrorProofTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final MediaType IMAGE =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  private static final MediaType INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  private static final Instant CUTOVER = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Image> ofWeb = new ArrayList<>();
  private List<RepositoryName> known = List.of(BACKEND, WEB);
  private final List<Image> legacy = new ArrayList<>();
  private final List<Image> consolidated = new ArrayList<>();
  private final IndexGraph graph =
      new IndexGraph(
          Map.of(
              digest("index"),
              List.of(digest("inner"), digest("child")),
              digest("inner"),
              List.of(digest("leaf"))));

  @Test
  void restsOnEverythingBelowAnIndexAndOnWhatSpeaksOfIt() {
    var index = held(image("index", INDEX, Optional.empty(), -9, "v1"));
    var referrer = held(image("referrer", IMAGE, Optional.of(digest("index")), -9));

    assertThat(proof().manifests(index, graphs()))
        .containsExactlyInAnyOrder(
            digest("index"), digest("inner"), digest("child"), digest("leaf"), referrer.digest());
  }

  @Test
  void restsAlsoOnTheImagesThatSupersede() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));

    assertThat(proof().evidence(old, graphs(), List.of(inventory())))
        .containsExactlyInAnyOrder(old.digest(), digest("new"));
  }

  @Test
  void namesTheTargetsThatPointToTheImageInEveryConsolidatedRepository() {
    var image = held(image("one", IMAGE, Optional.empty(), -9, "v1", "v2"));
    consolidated.add(image("one", IMAGE, Optional.empty(), -8, "backend-v1", "backend-v2"));
    var other =
        new RepositorySnapshot(
            new RepositoryName("data-platform-prod"),
            List.of(image("one", IMAGE, Optional.empty(), -8, "backend-v1")));

    assertThat(proof().targets(image, graphs(), List.of(inventory())))
        .isEqualTo(
            Map.of(
                new Tag("v1"), new Tag("backend-v1"),
                new Tag("v2"), new Tag("backend-v2")));
    assertThat(proof().targets(image, graphs(), List.of(inventory(), other)))
        .isEqualTo(Map.of(new Tag("v1"), new Tag("backend-v1")));
  }

  @Test
  void tellsSinceWhenATagIsSuperseded() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest", "v1"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8, "backend-v1"));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));

    assertThat(proof().superseded(old, graphs(), inventory()))
        .isEqualTo(Map.of(new Tag("latest"), CUTOVER.plusSeconds(1)));
    assertThat(proof().inItsPlace(old, graphs(), inventory())).isEmpty();
  }

  @Test
  void doesNotTakeForADirectPushWhatMayHaveBeenMirroredFromAnotherRepository() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));
    ofWeb.add(image("new", IMAGE, Optional.empty(), -1));

    assertThat(proof().superseded(old, graphs(), inventory())).isEmpty();
    assertThat(proof().inItsPlace(old, graphs(), inventory())).containsExactly(digest("new"));
  }

  @Test
  void takesNothingForADirectPushWhileARepositoryCouldNotBeRead() {
    var old = held(image("old", IMAGE, Optional.empty(), -9, "latest"));
    consolidated.add(image("old", IMAGE, Optional.empty(), -8));
    consolidated.add(image("new", IMAGE, Optional.empty(), 1, "backend-latest"));
    known = List.of(BACKEND, WEB, new RepositoryName("ml-platform/unread"));

    assertThat(proof().superseded(old, graphs(), inventory())).isEmpty();
  }

  @Test
  void namesWhatATargetPointsToInsteadWhereItIsBehind() {
    var next = held(image("next", IMAGE, Optional.empty(), -1, "v1"));
    held(image("before", IMAGE, Optional.empty(), -9));
    consolidated.add(image("before", IMAGE, Optional.empty(), -8, "backend-v1"));

    assertThat(proof().inItsPlace(next, graphs(), inventory())).containsExactly(digest("before"));
  }

  @Test
  void countsEachTagOnce() {
    held(image("same", IMAGE, Optional.empty(), -9, "same"));
    held(image("missing", IMAGE, Optional.empty(), -9, "missing", "missing-too"));
    held(image("different", IMAGE, Optional.empty(), -1, "different"));
    held(image("superseded", IMAGE, Optional.empty(), -9, "superseded"));
    held(image("overlong", IMAGE, Optional.empty(), -9, "x".repeat(121)));
    consolidated.add(image("same", IMAGE, Optional.empty(), -8, "backend-same"));
    consolidated.add(image("superseded", IMAGE, Optional.empty(), -8));
    consolidated.add(image("else", IMAGE, Optional.empty(), -8, "backend-different"));
    consolidated.add(image("newer", IMAGE, Optional.empty(), 1, "backend-superseded"));

    assertThat(TagProgress.of(legacy, graphs(), proof(), inventory()))
        .isEqualTo(new TagProgress(1, 2, 1, 1, 1));
  }

  private MirrorProof proof() {
    return new MirrorProof(
        new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()),
        graph,
        new MirrorRule(Optional.of(CUTOVER)),
        new LegacyTags(
            new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()),
            new RegistrySnapshot(
                known,
                Map.of(
                    BACKEND, new RepositorySnapshot(BACKEND, legacy),
                    WEB, new RepositorySnapshot(WEB, ofWeb)),
                inventory(),
                new TagMutability(TagMutability.Mode.MUTABLE, List.of()))));
  }

  private ArtifactGraphs graphs() {
    return new ArtifactGraphs(BACKEND, legacy, graph, List.of(BACKEND));
  }

  private RepositorySnapshot inventory() {
    return new RepositorySnapshot(CONSOLIDATED, consolidated);
  }

  private Image held(Image image) {
    var held =
        Images.image(
            image, 1, Optional.empty(), Optional.empty(), Optional.empty(), false, Set.of());
    legacy.add(held);
    return held;
  }

  /** An image pushed so many seconds after the cutover. */
  private static Image image(
      String name, MediaType type, Optional<Digest> subject, int seconds, String... tags) {
    return Images.image(
        digest(name),
        Set.copyOf(Stream.of(tags).map(Tag::new).toList()),
        type,
        subject,
        Status.ACTIVE,
        CUTOVER.plusSeconds(seconds));
  }

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }
}
