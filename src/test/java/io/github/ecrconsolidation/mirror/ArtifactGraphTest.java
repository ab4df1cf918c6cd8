package io.github.ecrconsolidation.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArtifactGraphTest {

  @Test
  void putsAnImageAlone() {
    assertThat(graph("root", node("root")).generationsBelowRoot()).isEmpty();
  }

  @Test
  void putsChildrenBeforeTheirIndex() {
    var inner = node("inner", "a");

    assertThat(graph("root", node("root", "inner", "b"), inner, node("a"), node("b")))
        .satisfies(
            graph -> assertThat(names(graph)).containsExactly(List.of("a", "b"), List.of("inner")));
  }

  @Test
  void putsChildrenOfOneIndexTogetherEvenIfOneRefersToAnother() {
    var graph =
        graph(
            "root",
            node("root", "image", "attestation"),
            node("image"),
            about("attestation", "image"));

    assertThat(names(graph)).containsExactly(List.of("attestation", "image"));
  }

  @Test
  void putsASubjectBeforeItsReferrer() {
    var graph =
        graph(
            "root",
            node("root", "inner", "attestation"),
            node("inner", "image"),
            node("image"),
            about("attestation", "image"),
            about("signature", "attestation"));

    assertThat(names(graph))
        .containsExactly(List.of("image"), List.of("attestation", "inner"), List.of("signature"));
  }

  @Test
  void leavesAnAbsentSubjectOut() {
    assertThat(names(graph("signature", about("signature", "deleted")))).isEmpty();
  }

  @Test
  void walksAnyDepth() {
    var chain =
        IntStream.rangeClosed(0, 3_000)
            .mapToObj(i -> i == 0 ? node("0") : about("" + i, "" + (i - 1)))
            .toArray(Manifest[]::new);

    assertThat(graph("3000", chain).generationsBelowRoot()).hasSize(3_000);
  }

  @Test
  void isProvenByARootThatLeadsToAllByItsChildren() {
    var image = node("image");

    assertThat(graph("image", image).isProvenByRoot()).isTrue();
    assertThat(graph("index", node("index", "image"), image).isProvenByRoot()).isTrue();
    assertThat(
            graph(
                    "index",
                    node("index", "image", "attestation"),
                    image,
                    about("attestation", "image"))
                .isProvenByRoot())
        .isTrue();
  }

  @Test
  void isNotProvenByARootWhoseSubjectNobodyAsksFor() {
    assertThat(graph("signature", about("signature", "image"), node("image")).isProvenByRoot())
        .isFalse();
    assertThat(
            graph(
                    "index",
                    node("index", "attestation"),
                    about("attestation", "image"),
                    node("image"))
                .isProvenByRoot())
        .isFalse();
  }

  @Test
  void aLayerThatOneImageNeedsIsForeignToNone() {
    var layer = new Descriptor(digest("layer"), 7);
    var other = new Descriptor(digest("other"), 8);
    var windows =
        new Manifest(
            digest("windows"),
            new MediaType("any"),
            "windows",
            List.of(),
            List.of(),
            List.of(layer, other),
            Optional.empty());

    var graph = graph("root", node("root", "windows", "a"), windows, image("a", layer));

    assertThat(graph.blobs()).containsExactly(layer);
    assertThat(graph.foreignLayers()).containsExactly(other);
  }

  @Test
  void refusesWhatNoDigestsCanForm() {
    var graph = graph("root", node("root", "a"), node("a", "b"), node("b", "a"));

    assertThatThrownBy(graph::generationsBelowRoot).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsASharedChildOnce() {
    var graph =
        graph("root", node("root", "x", "y"), node("x", "leaf"), node("y", "leaf"), node("leaf"));

    assertThat(names(graph)).containsExactly(List.of("leaf"), List.of("x", "y"));
  }

  @Test
  void listsABlobOfTwoImagesOnce() {
    var blob = new Descriptor(digest("layer"), 7);

    assertThat(graph("root", node("root", "a", "b"), image("a", blob), image("b", blob)).blobs())
        .containsExactly(blob);
  }

  private static ArtifactGraph graph(String root, Manifest... manifests) {
    return new ArtifactGraph(
        digest(root),
        Stream.of(manifests).collect(Collectors.toMap(Manifest::digest, Function.identity())));
  }

  private static List<List<String>> names(ArtifactGraph graph) {
    return graph.generationsBelowRoot().stream()
        .map(generation -> generation.stream().map(Manifest::text).sorted().toList())
        .toList();
  }

  private static Manifest node(String name, String... children) {
    return manifest(name, List.of(children), List.of(), Optional.empty());
  }

  private static Manifest about(String name, String subject) {
    return manifest(name, List.of(), List.of(), Optional.of(subject));
  }

  private static Manifest image(String name, Descriptor blob) {
    return manifest(name, List.of(), List.of(blob), Optional.empty());
  }

  private static Manifest manifest(
      String name, List<String> children, List<Descriptor> blobs, Optional<String> subject) {
    return new Manifest(
        digest(name),
        new MediaType("any"),
        name,
        children.stream().map(ArtifactGraphTest::digest).toList(),
        blobs,
        List.of(),
        subject.map(ArtifactGraphTest::digest));
  }

  private static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }
}
