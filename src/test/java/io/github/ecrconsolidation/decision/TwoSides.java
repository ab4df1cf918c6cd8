package io.github.ecrconsolidation.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mirror.LayerlessRegistry;
import io.github.ecrconsolidation.mirror.Mirror;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.reconcile.ReconcilePlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One legacy and one consolidated repository in memory, with images of no layers: as ECR, it keeps
 * the time of the first push of each digest to each repository, and no time of a tag.
 */
final class TwoSides extends LayerlessRegistry {
  static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");

  private static final MediaType MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");

  private final TagMapping mapping =
      new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of());
  private final Map<RepositoryName, Map<Digest, Instant>> pushedAt =
      Map.of(LEGACY, new HashMap<>(), CONSOLIDATED, new HashMap<>());
  private final Map<RepositoryName, Map<Tag, Digest>> tags =
      Map.of(LEGACY, new HashMap<>(), CONSOLIDATED, new HashMap<>());

  /** Advances with each step of a history. */
  Instant now = Instant.parse("2026-07-01T12:00:00Z");

  static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }

  static Tag target(Tag legacy) {
    return legacy.isDigestAddressed() ? legacy : new Tag("backend-" + legacy);
  }

  void push(RepositoryName repository, Digest digest, Tag tag) {
    put(repository, digest, Optional.of(tag));
  }

  private void put(RepositoryName repository, Digest digest, Optional<Tag> tag) {
    of(pushedAt, repository).putIfAbsent(digest, now);
    tag.ifPresent(name -> of(tags, repository).put(name, digest));
  }

  private static <T> T of(Map<RepositoryName, T> sides, RepositoryName repository) {
    return Optional.ofNullable(sides.get(repository)).orElseThrow();
  }

  Map<Tag, Digest> tags(RepositoryName repository) {
    return Map.copyOf(of(tags, repository));
  }

  Optional<Instant> pushedAt(RepositoryName repository, Digest digest) {
    return Optional.ofNullable(of(pushedAt, repository).get(digest));
  }

  /** Lets the mirror handle the event of a push to {@code tag}, whenever that was. */
  void deliver(Tag tag) {
    var _ =
        new Mirror(
                mapping,
                this,
                this,
                _ -> List.of(LEGACY),
                Instant.MIN,
                Deadline.in(Duration.ofMinutes(15), () -> now))
            .attempt(new OfTag(new ImageReference(LEGACY, tag), Optional.empty()), false);
  }

  /** Lets the reconciler compare, and the mirror do what it requests. */
  void reconcile() {
    var snapshot =
        new RegistrySnapshot(
            List.of(LEGACY),
            Map.of(LEGACY, snapshot(LEGACY)),
            snapshot(CONSOLIDATED),
            new TagMutability(Mode.MUTABLE, List.of()));
    new ReconcilePlanner(mapping)
        .plan(snapshot, true, now.minus(Duration.ofDays(3)))
        .requests()
        .filter(OfTag.class::isInstance)
        .map(request -> ((OfTag) request).image().tag())
        .forEach(this::deliver);
  }

  private RepositorySnapshot snapshot(RepositoryName repository) {
    return new RepositorySnapshot(
        repository,
        of(pushedAt, repository).keySet().stream()
            .flatMap(digest -> find(repository, digest).stream())
            .toList());
  }

  @Override
  public Optional<Image> find(ImageReference reference) {
    return Optional.ofNullable(of(tags, reference.repository()).get(reference.tag()))
        .flatMap(digest -> find(reference.repository(), digest));
  }

  @Override
  public Optional<Image> find(RepositoryName repository, Digest digest) {
    return pushedAt(repository, digest)
        .map(pushed ->
            Images.image(
                digest,
                of(tags, repository).entrySet().stream()
                    .filter(tag -> tag.getValue().equals(digest))
                    .map(Map.Entry::getKey)
                    .collect(toSet()),
                MANIFEST,
                Optional.empty(),
                Image.Status.ACTIVE,
                pushed));
  }

  @Override
  public List<Manifest> manifests(RepositoryName repository, List<Digest> digests) {
    return digests.stream()
        .map(digest ->
            new Manifest(digest, MANIFEST, "", List.of(), List.of(), List.of(), Optional.empty()))
        .toList();
  }

  @Override
  public void put(RepositoryName repository, Manifest manifest, Optional<Tag> tag) {
    put(repository, manifest.digest(), tag);
  }
}
