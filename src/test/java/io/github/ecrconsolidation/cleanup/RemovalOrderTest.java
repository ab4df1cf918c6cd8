package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemovalOrderTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");

  private final List<Image> images = new ArrayList<>();
  private final Map<Digest, List<Digest>> children = new HashMap<>();

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }

  private void image(String name) {
    add(name, Optional.empty(), Set.of());
  }

  private void index(String name, String... listed) {
    images.add(held(name, "application/vnd.oci.image.index.v1+json", Optional.empty(), Set.of()));
    children.put(digest(name), Stream.of(listed).map(RemovalOrderTest::digest).toList());
  }

  private void referrer(String name, String subject) {
    add(name, Optional.of(digest(subject)), Set.of());
  }

  private void signature(String name, String subject) {
    add(name, Optional.empty(), Set.of(new Tag("sha256-" + digest(subject).hex() + ".sig")));
  }

  private void add(String name, Optional<Digest> subject, Set<Tag> tags) {
    images.add(held(name, "application/vnd.oci.image.manifest.v1+json", subject, tags));
  }

  private static Image held(
      String name, String mediaType, Optional<Digest> subject, Set<Tag> tags) {
    return Images.sized(
        Images.image(
            digest(name),
            tags,
            new MediaType(mediaType),
            subject,
            Image.Status.ACTIVE,
            Instant.EPOCH),
        1);
  }

  private RemovalOrder order() {
    return new RemovalOrder(
        images.stream().map(held -> held).toList(),
        new ArtifactGraphs(BACKEND, images, new IndexGraph(children), List.of(BACKEND)));
  }

  private static List<List<Digest>> digests(List<List<Image>> lists) {
    return lists.stream().map(list -> list.stream().map(Image::digest).toList()).toList();
  }

  @Test
  void anIndexGoesARoundBeforeItsChildren() {
    image("child");
    index("index", "child");
    index("outer", "index");

    assertThat(digests(order().byRound()))
        .containsExactly(
            List.of(digest("outer")), List.of(digest("index")), List.of(digest("child")));
  }

  @Test
  void anImageGoesBeforeItsSignatureAndReferrersInTheSameRound() {
    referrer("sbom", "image");
    signature("signature", "image");
    image("image");

    var rounds = digests(order().byRound());

    assertThat(rounds).hasSize(1);
    assertThat(rounds.getFirst().getFirst()).isEqualTo(digest("image"));
  }

  @Test
  void theSignatureOfAChildDoesNotGoBeforeTheChild() {
    signature("signature", "child");
    image("child");
    index("index", "child");

    assertThat(digests(order().byRound()))
        .containsExactly(List.of(digest("index")), List.of(digest("child"), digest("signature")));
  }

  @Test
  void whatBelongsTogetherIsOneGraph() {
    image("alone");
    signature("signature", "child");
    image("child");
    index("index", "child");

    assertThat(digests(order().byGraph()))
        .containsExactly(
            List.of(digest("alone")),
            List.of(digest("index"), digest("child"), digest("signature")));
  }

  @Test
  void aReferrersIndexThatListsItsOwnSubjectGoesFirst() {
    images.add(
        held(
            "fallback",
            "application/vnd.oci.image.index.v1+json",
            Optional.empty(),
            Set.of(new Tag("sha256-" + digest("image").hex()))));
    children.put(digest("fallback"), List.of(digest("image")));
    image("image");

    assertThat(digests(order().byRound()))
        .containsExactly(List.of(digest("fallback")), List.of(digest("image")));
  }
}
