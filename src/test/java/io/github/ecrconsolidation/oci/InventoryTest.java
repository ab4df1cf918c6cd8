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

class InventoryTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("ml-platform/backend");
  private static final Tag V1 = new Tag("v1");

  private final Image image = image("image", Status.ACTIVE, Set.of(V1));
  private final Image archived = image("archived", Status.ARCHIVED, Set.of());
  private final Inventory inventory =
      new Inventory(REPOSITORY, List.of(image, archived), List.of(image.digest(), image.digest()));

  @Test
  void findsByDigestAndByTag() {
    assertThat(inventory.find(image.digest())).contains(image);
    assertThat(inventory.find(archived.digest())).contains(archived);
    assertThat(inventory.find(V1)).contains(image);
    assertThat(inventory.find(new Tag("v2"))).isEmpty();
    assertThat(inventory.find(Digest.of(new byte[0]))).isEmpty();
  }

  @Test
  void servesOnlyWhatCanBePulled() {
    assertThat(inventory.serves(image.digest())).isTrue();
    assertThat(inventory.serves(archived.digest())).isFalse();
    assertThat(inventory.serves(Digest.of(new byte[0]))).isFalse();
  }

  @Test
  void hasAllThatItWasGiven() {
    assertThat(inventory.repository()).isEqualTo(REPOSITORY);
    assertThat(inventory.images()).containsExactlyInAnyOrder(image, archived);
    assertThat(inventory.tags()).isEqualTo(Map.of(V1, image));
    assertThat(inventory.beyondReach()).containsExactly(image.digest(), image.digest());
  }

  private static Image image(String name, Status status, Set<Tag> tags) {
    return new Image(
        Digest.of(name.getBytes(UTF_8)),
        tags,
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        status,
        Instant.EPOCH);
  }
}
