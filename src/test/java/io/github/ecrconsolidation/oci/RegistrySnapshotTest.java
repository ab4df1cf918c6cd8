package io.github.ecrconsolidation.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegistrySnapshotTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName UNREAD = new RepositoryName("ml-platform/unread");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Tag V1 = new Tag("v1");

  private final Image image = image("image", V1);
  private final RegistrySnapshot registry =
      new RegistrySnapshot(
          List.of(BACKEND, UNREAD),
          Map.of(BACKEND, new RepositorySnapshot(BACKEND, List.of(image))),
          new RepositorySnapshot(CONSOLIDATED, List.of(image("mirrored", V1))),
          new TagMutability(TagMutability.Mode.MUTABLE, List.of()));

  private static Image image(String name, Tag tag) {
    return Images.image(
        Digest.of(name.getBytes(UTF_8)),
        Set.of(tag),
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        Image.Status.ACTIVE,
        Instant.EPOCH);
  }

  @Test
  void findsLegacyImagesByRepositoryAndDigest() {
    assertThat(registry.find(BACKEND, image.digest())).contains(image);
    assertThat(registry.find(BACKEND, image("mirrored", V1).digest())).isEmpty();
    assertThat(registry.find(UNREAD, image.digest())).isEmpty();
    assertThat(registry.find(CONSOLIDATED, image("mirrored", V1).digest())).isEmpty();
  }

  @Test
  void knowsWhatALegacyTagPointsTo() {
    var reference = new ImageReference(BACKEND, V1);

    assertThat(registry.pointsTo(reference, image.digest())).isTrue();
    assertThat(registry.pointsTo(reference, image("mirrored", V1).digest())).isFalse();
  }

  @Test
  void noTagPointsToAnythingThatIsAbsentOrInARepositoryThatCouldNotBeRead() {
    assertThat(registry.pointsTo(new ImageReference(BACKEND, new Tag("v2")), image.digest()))
        .isFalse();
    assertThat(registry.pointsTo(new ImageReference(UNREAD, V1), image.digest())).isFalse();
  }
}
