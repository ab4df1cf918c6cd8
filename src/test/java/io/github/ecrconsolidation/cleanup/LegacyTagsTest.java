package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code backend:api-v1} and {@code backend-api:v1} both map to {@code backend-api-v1}. */
class LegacyTagsTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName API = new RepositoryName("ml-platform/backend-api");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final ImageReference LEGACY = new ImageReference(API, new Tag("v1"));
  private static final Tag TARGET = new Tag("backend-api-v1");

  private final Image current = image("current", 9);
  private final Map<RepositoryName, RepositorySnapshot> read =
      new HashMap<>(Map.of(API, snapshot(API), BACKEND, snapshot(BACKEND)));

  private LegacyTags tags() {
    return new LegacyTags(
        new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of()),
        new RegistrySnapshot(
            List.of(BACKEND, API),
            read,
            snapshot(CONSOLIDATED),
            new TagMutability(TagMutability.Mode.MUTABLE, List.of())));
  }

  private void holds(RepositoryName repository, Image... images) {
    read.put(repository, snapshot(repository, images));
  }

  private static RepositorySnapshot snapshot(RepositoryName repository, Image... images) {
    return new RepositorySnapshot(repository, List.of(images));
  }

  /** Pushed so many seconds after the epoch. */
  private static Image image(String name, int seconds, String... tags) {
    return Images.image(
        Digest.of(name.getBytes(UTF_8)),
        Set.copyOf(Stream.of(tags).map(Tag::new).toList()),
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        Image.Status.ACTIVE,
        Instant.ofEpochSecond(seconds));
  }

  // --- holder

  @Test
  void anotherRepositoryHoldsTheTargetIfItsTagPointsToTheSameImage() {
    holds(BACKEND, image("current", 1, "api-v1"));

    assertThat(tags().holder(LEGACY, TARGET, current))
        .contains(new ImageReference(BACKEND, new Tag("api-v1")));
  }

  @Test
  void noRepositoryHoldsTheTargetByAnotherTagOrAnotherImage() {
    holds(BACKEND, image("current", 1, "v1"), image("other", 1, "api-v1"));

    assertThat(tags().holder(LEGACY, TARGET, current)).isEmpty();
  }

  @Test
  void aTagIsNotItsOwnHolder() {
    holds(API, image("current", 1, "v1"));

    assertThat(tags().holder(LEGACY, TARGET, current)).isEmpty();
  }

  // --- origin

  @Test
  void originIsTheFirstCopyInAnyRepositoryTaggedOrNot() {
    holds(API, image("current", 5, "v9"));
    holds(BACKEND, image("current", 2));

    assertThat(tags().origin(current)).contains(image("current", 2));
  }

  @Test
  void hasNoOriginWhereNoRepositoryHasTheImage() {
    holds(BACKEND, image("other", 1));

    assertThat(tags().origin(current)).isEmpty();
  }

  @Test
  void originMayBeARepositoryThatCouldNotBeRead() {
    read.remove(BACKEND);

    assertThat(tags().origin(current)).contains(current);
  }
}
