package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
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
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Both sides of a small registry, to be filled by a test. */
final class World {
  static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
  static final Duration WINDOW = Duration.ofDays(3);
  static final MediaType MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
  static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");

  final TagMapping mapping =
      new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of());
  final Map<RepositoryName, List<Image>> legacy = new LinkedHashMap<>();
  final List<Image> consolidated = new ArrayList<>();
  boolean mayExpire = true;
  TagMutability mutability = new TagMutability(Mode.MUTABLE, List.of());

  /** One repository for each of these names, the oldest first. */
  World(String... services) {
    for (var service : services) {
      legacy.put(repository(service), new ArrayList<>());
    }
  }

  static RepositoryName repository(String service) {
    return new RepositoryName("ml-platform/" + service);
  }

  static Digest digest(String name) {
    return Digest.of(name.getBytes(StandardCharsets.UTF_8));
  }

  /** An image of a day ago: young. */
  static Image image(String name, String... tags) {
    return Images.image(
        digest(name),
        Stream.of(tags).map(Tag::new).collect(Collectors.toSet()),
        MANIFEST,
        Optional.empty(),
        Image.Status.ACTIVE,
        NOW.minus(Duration.ofDays(1)));
  }

  static Image pushed(Image image, Duration ago) {
    return Images.image(
        image.digest(),
        image.tags(),
        image.mediaType(),
        image.subject(),
        image.status(),
        NOW.minus(ago));
  }

  static Image old(Image image) {
    return pushed(image, Duration.ofDays(4));
  }

  static Image archived(Image image) {
    return Images.image(
        image.digest(),
        image.tags(),
        image.mediaType(),
        image.subject(),
        Image.Status.ARCHIVED,
        image.pushedAt());
  }

  /** The image with tags that ECR takes and no OCI client can address. */
  static Image overlong(Image image, String... tags) {
    return Images.image(
        image,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of(tags));
  }

  static Image referrer(String name, Digest subject) {
    var image = image(name);
    return Images.image(
        image.digest(),
        Set.of(),
        MANIFEST,
        Optional.of(subject),
        Image.Status.ACTIVE,
        image.pushedAt());
  }

  World legacy(String service, Image... images) {
    Optional.ofNullable(legacy.get(repository(service))).orElseThrow().addAll(List.of(images));
    return this;
  }

  World consolidated(Image... images) {
    consolidated.addAll(List.of(images));
    return this;
  }

  RegistrySnapshot snapshot() {
    return new RegistrySnapshot(
        List.copyOf(legacy.keySet()),
        legacy.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> new RepositorySnapshot(entry.getKey(), entry.getValue()))),
        new RepositorySnapshot(CONSOLIDATED, consolidated),
        mutability);
  }

  ReconcilePlan plan() {
    return new ReconcilePlanner(mapping).plan(snapshot(), mayExpire, NOW.minus(WINDOW));
  }

  ReconcilePlan backfill() {
    return new ReconcilePlanner(mapping).plan(snapshot(), mayExpire, Instant.MIN);
  }

  /** The request for a tag of this service. */
  static MirrorRequest tagged(String service, String tag, Digest digest) {
    return new OfTag(new ImageReference(repository(service), new Tag(tag)), Optional.of(digest));
  }

  /** Does what the mirror would do for this request. */
  void mirror(MirrorRequest request) {
    var digest = request.pushed().orElseThrow();
    var tag = targetOf(request);
    var tags = new HashSet<Tag>(tag.stream().toList());
    var held = consolidated.stream().filter(image -> image.digest().equals(digest)).findFirst();
    held.ifPresent(image -> tags.addAll(image.tags()));
    consolidated.removeIf(image -> image.digest().equals(digest));
    consolidated.replaceAll(image -> tag.map(moved -> without(image, moved)).orElse(image));
    consolidated.add(
        Images.image(
            digest,
            tags,
            MANIFEST,
            Optional.empty(),
            Image.Status.ACTIVE,
            held.map(Image::pushedAt).orElse(NOW)));
  }

  private static Optional<Tag> targetOf(MirrorRequest request) {
    return request instanceof OfTag(var legacy, _, _)
        ? Optional.of(
            legacy.tag().isDigestAddressed()
                ? legacy.tag()
                : prefixed(legacy.repository(), legacy.tag()))
        : Optional.empty();
  }

  private static Tag prefixed(RepositoryName repository, Tag tag) {
    return new Tag(
        repository.value().substring("ml-platform/".length()).replace('/', '-') + "-" + tag);
  }

  private static Image without(Image image, Tag tag) {
    var tags = new HashSet<>(image.tags());
    tags.remove(tag);
    return Images.image(
        image.digest(), tags, image.mediaType(), image.subject(), image.status(), image.pushedAt());
  }

  @Override
  public String toString() {
    return "%s\n-> %s %s".formatted(legacy, consolidated, plan().decisions());
  }
}
