package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/** A legacy repository and a consolidated one, in memory, and the proof that compares them. */
abstract class ProofFixture {
  static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  static final RepositoryName WEB = new RepositoryName("ml-platform/web");
  static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  static final MediaType IMAGE = new MediaType("application/vnd.oci.image.manifest.v1+json");
  static final MediaType INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  static final Instant CUTOVER = Instant.parse("2026-01-01T00:00:00Z");

  final List<Image> ofWeb = new ArrayList<>();
  List<RepositoryName> known = List.of(BACKEND, WEB);
  final List<Image> legacy = new ArrayList<>();
  final List<Image> consolidated = new ArrayList<>();
  IndexGraph graph =
      new IndexGraph(
          Map.of(
              digest("index"),
              List.of(digest("inner"), digest("child")),
              digest("inner"),
              List.of(digest("leaf"))));

  MirrorProof proof() {
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

  ArtifactGraphs graphs() {
    return new ArtifactGraphs(BACKEND, legacy, graph, List.of(BACKEND));
  }

  RepositorySnapshot inventory() {
    return new RepositorySnapshot(CONSOLIDATED, consolidated);
  }

  Image held(Image image) {
    var held = Images.sized(image, 1);
    legacy.add(held);
    return held;
  }

  /** An image pushed so many seconds after the cutover. */
  static Image image(
      String name, MediaType type, Optional<Digest> subject, int seconds, String... tags) {
    return Images.image(
        digest(name),
        Set.copyOf(Stream.of(tags).map(Tag::new).toList()),
        type,
        subject,
        Status.ACTIVE,
        CUTOVER.plusSeconds(seconds));
  }

  static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }
}
