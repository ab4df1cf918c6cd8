package io.github.ecrconsolidation.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Image.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositorySnapshotTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("ml-platform/backend");
  private static final Tag V1 = new Tag("v1");

  private final Image image = image("image", Status.ACTIVE, Set.of(V1));
  private final Image archived = image("archived", Status.ARCHIVED, Set.of());
  private final RepositorySnapshot snapshot =
      new RepositorySnapshot(REPOSITORY, List.of(image, archived));

  @Test
  void findsByDigestAndByTag() {
    assertThat(snapshot.find(image.digest())).contains(image);
    assertThat(snapshot.find(archived.digest())).contains(archived);
    assertThat(snapshot.find(V1)).contains(image);
    assertThat(snapshot.find(new Tag("v2"))).isEmpty();
    assertThat(snapshot.find(Digest.of(new byte[0]))).isEmpty();
  }

  @Test
  void servesOnlyWhatCanBePulled() {
    assertThat(snapshot.serves(image.digest())).isTrue();
    assertThat(snapshot.serves(archived.digest())).isFalse();
    assertThat(snapshot.serves(Digest.of(new byte[0]))).isFalse();
  }

  @Test
  void hasAllThatItWasGiven() {
    assertThat(snapshot.repository()).isEqualTo(REPOSITORY);
    assertThat(snapshot.images()).containsExactlyInAnyOrder(image, archived);
    assertThat(snapshot.tags()).isEqualTo(Map.of(V1, image));
  }

  private static Image image(String name, Status status, Set<Tag> tags) {
    return Images.image(
        Digest.of(name.getBytes(UTF_8)),
        tags,
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        status,
        Instant.EPOCH);
  }
}
