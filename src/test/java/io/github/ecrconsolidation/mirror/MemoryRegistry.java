package io.github.ecrconsolidation.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Repositories in memory, to be filled by a test, with images of no layers. */
final class MemoryRegistry extends LayerlessRegistry {
  static final RepositoryName LEGACY = new RepositoryName("ml-platform/backend");
  static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final MediaType MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");

  private final Map<RepositoryName, Map<Digest, Image>> images = new LinkedHashMap<>();

  /** What was looked up by digest. */
  final List<Digest> lookups = new CopyOnWriteArrayList<>();

  /** What was put, in order. */
  final List<Digest> puts = new ArrayList<>();

  /** Happens after each put, such as another push. */
  Runnable afterPut = () -> {};

  static Digest digest(String name) {
    return Digest.of(name.getBytes(UTF_8));
  }

  /** An image that was pushed so many minutes after noon. */
  static Image image(String name, int minutes, String... tags) {
    return Images.image(
        digest(name),
        Set.copyOf(Stream.of(tags).map(Tag::new).toList()),
        MANIFEST,
        Optional.empty(),
        Status.ACTIVE,
        NOON.plusSeconds(60L * minutes));
  }

  static Image about(Image subject, Image referrer) {
    return Images.image(
        referrer.digest(),
        referrer.tags(),
        referrer.mediaType(),
        Optional.of(subject.digest()),
        referrer.status(),
        referrer.pushedAt());
  }

  static Image in(Status status, Image image) {
    return Images.image(
        image.digest(), image.tags(), image.mediaType(), image.subject(), status, image.pushedAt());
  }

  /** Holds {@code image} in {@code repository}; its tags leave the images that had them. */
  MemoryRegistry hold(RepositoryName repository, Image image) {
    var held = images.computeIfAbsent(repository, _ -> new LinkedHashMap<>());
    held.replaceAll((_, other) -> without(image.tags(), other));
    held.put(image.digest(), image);
    return this;
  }

  private static Image without(Set<Tag> moved, Image image) {
    var tags = image.tags().stream().filter(tag -> !moved.contains(tag)).toList();
    return Images.image(
        image.digest(),
        Set.copyOf(tags),
        image.mediaType(),
        image.subject(),
        image.status(),
        image.pushedAt());
  }

  void remove(RepositoryName repository, Image image) {
    in(repository).remove(image.digest());
  }

  private Map<Digest, Image> in(RepositoryName repository) {
    return images.getOrDefault(repository, new LinkedHashMap<>());
  }

  @Override
  public Optional<Image> find(ImageReference reference) {
    return in(reference.repository()).values().stream()
        .filter(image -> image.tags().contains(reference.tag()))
        .findFirst();
  }

  @Override
  public Optional<Image> find(RepositoryName repository, Digest digest) {
    lookups.add(digest);
    return Optional.ofNullable(in(repository).get(digest));
  }

  @Override
  public List<Manifest> manifests(RepositoryName repository, List<Digest> digests) {
    return digests.stream()
        .map(digest -> Optional.ofNullable(in(repository).get(digest)).orElseThrow())
        .map(image ->
            new Manifest(
                image.digest(),
                image.mediaType(),
                "",
                List.of(),
                List.of(),
                List.of(),
                image.subject()))
        .toList();
  }

  @Override
  public void put(RepositoryName repository, Manifest manifest, Optional<Tag> tag) {
    puts.add(manifest.digest());
    hold(
        repository,
        Images.image(
            manifest.digest(),
            Set.copyOf(tag.stream().toList()),
            manifest.mediaType(),
            manifest.subject(),
            Status.ACTIVE,
            NOON.plusSeconds(3600)));
    afterPut.run();
  }
}
