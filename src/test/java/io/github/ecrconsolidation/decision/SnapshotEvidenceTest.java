package io.github.ecrconsolidation.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.decision.TagEvidence.Current;
import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotEvidenceTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName API = new RepositoryName("ml-platform/backend-api");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Tag TARGET = new Tag("backend-api-v1");

  private final Map<RepositoryName, RepositorySnapshot> legacy = new HashMap<>();
  private final Image wanted = image("wanted", "v1");

  @Test
  void hasNoCurrentImageWhereTheTargetIsMissing() {
    var evidence = evidence(image("wanted", "other"));

    assertThat(evidence.mapped()).isEqualTo(new MappedTag.Mapped(TARGET));
    assertThat(evidence.legacy()).isEqualTo(wanted);
    assertThat(evidence.mirrored()).contains(image("wanted", "other"));
    assertThat(evidence.current()).isEmpty();
  }

  @Test
  void hasNoTargetAndNoCurrentImageWhereTheMappingRefuses() {
    var evidence =
        evidence(Mode.MUTABLE, image("current", "backend-api-v1"))
            .of(new ImageReference(BACKEND, new Tag("api-v1")), wanted, List.of(API, BACKEND));

    assertThat(evidence.mapped()).isInstanceOf(MappedTag.Refused.class);
    assertThat(evidence.current()).isEmpty();
  }

  @Test
  void findsTheCurrentImageInTheOwnRepositoryTaggedOrNot() {
    var current = image("current", "backend-api-v1");
    legacy.put(API, snapshot(API, wanted, image("current")));

    assertThat(current(current))
        .isEqualTo(new Current(current, Optional.of(image("current")), Optional.empty(), false));
  }

  @Test
  void asksNoRepositoryAboutTheImageThatTheLegacyTagPointsToAsWell() {
    var current = image("wanted", "backend-api-v1");
    legacy.put(API, snapshot(API, wanted));
    legacy.put(BACKEND, snapshot(BACKEND, image("wanted", "api-v1")));

    assertThat(current(current)).isEqualTo(Current.of(current));
  }

  @Test
  void doesNotTakeTheImageOfAnotherRepositoryForItsOwn() {
    legacy.put(BACKEND, snapshot(BACKEND, image("current", "v9")));

    assertThat(current(image("current", "backend-api-v1")).inLegacy()).isEmpty();
  }

  @Test
  void findsTheOtherRepositoryWhoseTagPointsToTheCurrentImage() {
    legacy.put(BACKEND, snapshot(BACKEND, image("current", "api-v1")));

    assertThat(current(image("current", "backend-api-v1")).holder())
        .contains(new ImageReference(BACKEND, new Tag("api-v1")));
  }

  @Test
  void isNotHeldByARepositoryWhoseTagPointsElsewhereOrThatCouldNotBeRead() {
    var current = image("current", "backend-api-v1");

    assertThat(current(current).holder()).isEmpty();
    legacy.put(BACKEND, snapshot(BACKEND, image("else", "api-v1"), image("current", "v9")));
    assertThat(current(current).holder()).isEmpty();
  }

  @Test
  void isNotHeldByItself() {
    legacy.put(API, snapshot(API, image("current", "v1")));

    assertThat(current(image("current", "backend-api-v1")).holder()).isEmpty();
  }

  @Test
  void knowsWhetherTheTargetMayMove() {
    var immutable =
        evidence(Mode.IMMUTABLE, image("current", "backend-api-v1"))
            .of(new ImageReference(API, new Tag("v1")), wanted, List.of(API, BACKEND));

    assertThat(immutable.current().orElseThrow().immutable()).isTrue();
    assertThat(current(image("current", "backend-api-v1")).immutable()).isFalse();
  }

  private Current current(Image current) {
    return evidence(current).current().orElseThrow();
  }

  private TagEvidence evidence(Image... consolidated) {
    return evidence(Mode.MUTABLE, consolidated)
        .of(new ImageReference(API, new Tag("v1")), wanted, List.of(API, BACKEND));
  }

  private SnapshotEvidence evidence(Mode mode, Image... consolidated) {
    return new SnapshotEvidence(
        new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()),
        new RegistrySnapshot(
            List.of(API, BACKEND),
            legacy,
            snapshot(CONSOLIDATED, consolidated),
            new TagMutability(mode, List.of())));
  }

  private static RepositorySnapshot snapshot(RepositoryName repository, Image... images) {
    return new RepositorySnapshot(repository, List.of(images));
  }

  private static Image image(String name, String... tags) {
    return Images.image(
        Digest.of(name.getBytes(UTF_8)),
        Set.copyOf(Stream.of(tags).map(Tag::new).toList()),
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        Status.ACTIVE,
        Instant.EPOCH);
  }
}
