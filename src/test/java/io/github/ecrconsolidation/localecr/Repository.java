package io.github.ecrconsolidation.localecr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One repository: its images, tags and blobs, and the rules among them. It is not thread-safe; the
 * store holds its lock around every call.
 */
final class Repository {
  /** UG, "Service quotas". */
  private static final int MOST_TAGS_PER_IMAGE = 1000;

  /** The model allows 300 characters, though no OCI client can address more than 128. */
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}");

  private RepositorySettings settings;
  private final Instant createdAt;
  private final NavigableMap<String, StoredImage> images = new TreeMap<>();

  /** Each tag and the digest it points at; always in step with the tags of the images. */
  private final Map<String, String> tags = new HashMap<>();

  private final BlobSet blobs = new BlobSet();
  private final Map<String, String> resourceTags = new TreeMap<>();

  /** The texts of the policies it has, by kind. */
  private final Map<PolicyKind, String> policies = new EnumMap<>(PolicyKind.class);

  Repository(RepositorySettings settings, Instant createdAt) {
    this.settings = settings;
    this.createdAt = createdAt;
  }

  RepositorySettings settings() {
    return settings;
  }

  void settings(RepositorySettings changed) {
    settings = changed;
  }

  Map<PolicyKind, String> policies() {
    return policies;
  }

  Instant createdAt() {
    return createdAt;
  }

  Map<String, String> resourceTags() {
    return resourceTags;
  }

  Collection<StoredImage> images() {
    return images.values();
  }

  /** Sorted by digest, from the one after {@code digest} on; without counting them. */
  Stream<StoredImage> imagesAfter(String digest) {
    var after = images.tailMap(digest, false).values().iterator();
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(after, Spliterator.ORDERED), false);
  }

  Map<String, String> tags() {
    return tags;
  }

  BlobSet blobs() {
    return blobs;
  }

  /** Finds the image; the errors double as failure codes of the batch operations. */
  StoredImage find(ImageId id) {
    if (id.digest().isEmpty() && id.tag().isEmpty()) {
      throw EcrException.of(EcrError.MISSING_DIGEST_AND_TAG, "neither imageDigest nor imageTag");
    }
    if (!id.digest().map(Sha256::isDigest).orElse(true)) {
      throw EcrException.of(EcrError.INVALID_IMAGE_DIGEST, "Invalid request parameters: " + id);
    }
    id.tag().ifPresent(Repository::requireTag);
    var byTag =
        id.tag().map(tag -> Optional.ofNullable(tags.get(tag)).orElseThrow(() -> notFound(id)));
    var digest = id.digest().or(() -> byTag).orElseThrow();
    var image = Optional.ofNullable(images.get(digest)).orElseThrow(() -> notFound(id));
    if (!byTag.orElse(digest).equals(digest)) {
      throw EcrException.of(EcrError.IMAGE_TAG_DOES_NOT_MATCH_DIGEST, "the tag is on " + byTag);
    }
    return image;
  }

  private static EcrException notFound(ImageId id) {
    return EcrException.of(EcrError.IMAGE_NOT_FOUND, "Requested image not found: " + id);
  }

  void replace(StoredImage image) {
    images.put(image.digest(), image);
  }

  /** Stores a manifest, moves the tag, restores an archived image: rules 1 and 3. */
  void put(
      StoredManifest manifest, Optional<String> tag, Instant now, Predicate<OtherReading> reads) {
    var present = Optional.ofNullable(images.get(manifest.digest()));
    var restores = present.isPresent() && !present.get().isActive(now);
    tag.ifPresent(name -> requireMovable(name, manifest.digest(), restores, reads));
    if (present.isEmpty()) {
      requireReferences(manifest, now, reads);
    } else if (!restores && tag.map(present.get().tags()::contains).orElse(true)) {
      throw EcrException.of(
          EcrError.IMAGE_ALREADY_EXISTS,
          "Image with digest '%s' and tag '%s' already exists in the repository with name '%s'"
              .formatted(manifest.digest(), tag.orElse("null"), settings.name()));
    }
    var image = present.orElseGet(() -> StoredImage.pushed(manifest, sizeInBytes(manifest), now));
    replace(restores ? image.activatedAt(now) : image);
    blobs.claim(manifest);
    tag.ifPresent(name -> moveTag(name, manifest.digest()));
  }

  /**
   * On an immutable repository even the same digest is refused (CR#2179, CR#2380), except that
   * pushing an archived image again restores it (UG).
   */
  private void requireMovable(
      String tag, String digest, boolean restores, Predicate<OtherReading> reads) {
    requireTag(tag);
    var holder = Optional.ofNullable(tags.get(tag));
    var same = holder.filter(digest::equals).isPresent();
    var restored = restores && same;
    if (same && !restored) {
      requireAnsweredAsUsual(tag, reads);
    }
    if (holder.isPresent() && isImmutable(tag, same, reads) && !restored) {
      throw EcrException.of(
          EcrError.IMAGE_TAG_ALREADY_EXISTS,
          "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the repository is immutable."
              .formatted(tag, settings.name()));
    }
    var image = images.get(digest);
    if (image != null
        && image.tags().size() >= MOST_TAGS_PER_IMAGE
        && !image.tags().contains(tag)) {
      throw EcrException.of(EcrError.LIMIT_EXCEEDED, "1000 tags per image");
    }
  }

  private void requireAnsweredAsUsual(String tag, Predicate<OtherReading> reads) {
    var mutability = settings.mutability();
    var other =
        mutability.isImmutable(tag)
            ? OtherReading.SAME_IMAGE_ON_AN_IMMUTABLE_TAG_IS_AN_INVALID_PARAMETER
            : OtherReading.SAME_IMAGE_ON_AN_EXCLUDED_TAG_IS_AN_INVALID_PARAMETER;
    if (!mutability.exclusionFilters().isEmpty() && reads.test(other)) {
      throw EcrException.of(EcrError.INVALID_PARAMETER, "the tag holds the image already");
    }
  }

  private boolean isImmutable(String tag, boolean same, Predicate<OtherReading> reads) {
    var excluded =
        !settings.mutability().isImmutable(tag)
            && !settings.mutability().exclusionFilters().isEmpty();
    return excluded
        ? !same && reads.test(OtherReading.EXCLUDED_TAGS_ARE_IMMUTABLE)
        : settings.mutability().isImmutable(tag)
            && (same || !reads.test(OtherReading.IMMUTABLE_TAGS_MOVE));
  }

  private void requireReferences(
      StoredManifest manifest, Instant now, Predicate<OtherReading> reads) {
    var blobsMissing =
        manifest.blobs().stream()
            .map(Descriptor::digest)
            .filter(digest -> availability(digest, now) != Availability.AVAILABLE)
            .toList();
    if (!blobsMissing.isEmpty()) {
      var error =
          reads.test(OtherReading.MISSING_LAYERS_ARE_AN_INVALID_PARAMETER)
              ? EcrError.INVALID_PARAMETER
              : EcrError.LAYERS_NOT_FOUND;
      throw missing(error, "Layers", blobsMissing);
    }
    var imagesMissing =
        Stream.concat(
                manifest.children().stream(),
                manifest.subject().stream()
                    .filter(_ -> reads.test(OtherReading.SUBJECTS_COME_FIRST)))
            .filter(child -> !images.containsKey(child) || !images.get(child).isActive(now))
            .toList();
    if (!imagesMissing.isEmpty()) {
      throw missing(EcrError.REFERENCED_IMAGES_NOT_FOUND, "Images", imagesMissing);
    }
  }

  private EcrException missing(EcrError error, String what, List<String> digests) {
    return EcrException.of(
        error,
        "%s with digests '%s' required for pushing image into repository with name '%s' do not exist"
            .formatted(what, digests, settings.name()));
  }

  /** The image that loses the tag stays, untagged if it was the last one. */
  private void moveTag(String tag, String digest) {
    var previous = tags.put(tag, digest);
    if (previous != null) {
      replace(imageAt(previous).untagged(tag));
    }
    replace(imageAt(digest).tagged(tag));
  }

  private StoredImage imageAt(String digest) {
    return find(ImageId.ofDigest(digest));
  }

  /**
   * Rule 5. What is referenced is decided once for the whole call: an index and its children in one
   * call leave the children (open-supply-hub#1243).
   */
  Deletion delete(List<ImageId> ids, Predicate<OtherReading> reads) {
    var removed = new ArrayList<Deletion.Removed>();
    var failures = new ArrayList<Deletion.Failure>();
    var referenced =
        images.values().stream()
            .filter(_ -> !reads.test(OtherReading.CHILDREN_OF_AN_INDEX_CAN_BE_DELETED))
            .flatMap(image -> image.manifest().children().stream())
            .collect(Collectors.toSet());
    for (var id : ids) {
      try {
        removed.addAll(delete(id, referenced, reads));
      } catch (EcrException e) {
        failures.add(new Deletion.Failure(id, e.error(), e.text()));
      }
    }
    return new Deletion(removed, failures);
  }

  private List<Deletion.Removed> delete(
      ImageId id, Set<String> referenced, Predicate<OtherReading> reads) {
    var image = find(id);
    var removesTagOnly =
        id.digest().isEmpty() || !reads.test(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    if (id.tag().isPresent() && removesTagOnly && image.tags().size() > 1) {
      tags.remove(id.tag().get());
      replace(image.untagged(id.tag().get()));
      return List.of(
          new Deletion.Removed(ImageId.of(image.digest(), id.tag().get()), image.manifest()));
    }
    if (referenced.contains(image.digest())) {
      throw EcrException.of(
          EcrError.IMAGE_REFERENCED_BY_MANIFEST_LIST,
          "Requested image referenced by manifest list: [%s]".formatted(parents(image.digest())));
    }
    remove(image);
    if (reads.test(OtherReading.REFERRERS_DIE_WITH_SUBJECT)) {
      referrers(image.digest()).forEach(this::remove);
    }
    return ids(image).stream().map(gone -> new Deletion.Removed(gone, image.manifest())).toList();
  }

  private void remove(StoredImage image) {
    images.remove(image.digest());
    tags.keySet().removeAll(image.tags());
    blobs.release(image.manifest());
  }

  private String parents(String child) {
    return images.values().stream()
        .filter(image -> image.manifest().children().contains(child))
        .map(StoredImage::digest)
        .collect(Collectors.joining(", "));
  }

  /** One id per tag, or the digest alone: the rows ListImages gives. */
  static List<ImageId> ids(StoredImage image) {
    return image.tags().isEmpty()
        ? List.of(ImageId.ofDigest(image.digest()))
        : image.tags().stream().map(tag -> ImageId.of(image.digest(), tag)).toList();
  }

  /** A child of an index cannot be archived before the index (UG, "Lifecycle policies"). */
  void requireArchivable(StoredImage image, Instant now) {
    var inIndex =
        images.values().stream()
            .anyMatch(parent ->
                parent.isActive(now) && parent.manifest().children().contains(image.digest()));
    if (inIndex || image.archived()) {
      throw EcrException.of(
          EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED,
          "%s is archived already, or child of an index".formatted(image.digest()));
    }
  }

  Availability availability(String blob, Instant now) {
    if (!blobs.contains(blob)) {
      return Availability.UNAVAILABLE;
    }
    return blobs.isUnclaimed(blob) || isReferenced(blob, now)
        ? Availability.AVAILABLE
        : Availability.ARCHIVED;
  }

  /** Referenced by at least one image that can be pulled. */
  boolean isReferenced(String blob, Instant now) {
    return blobs.users(blob).stream().anyMatch(image -> imageAt(image).isActive(now));
  }

  /** Referrers of a digest, which need not exist: unverified for ECR, allowed by the DS. */
  List<StoredImage> referrers(String subject) {
    return images.values().stream()
        .filter(image -> image.manifest().subject().filter(subject::equals).isPresent())
        .toList();
  }

  /** UG: for an index, the largest of its images; else config and layers. */
  private long sizeInBytes(StoredManifest manifest) {
    var blobSizes = manifest.blobs().stream().mapToLong(Descriptor::size);
    return manifest.children().stream()
        .mapToLong(child -> imageAt(child).sizeInBytes())
        .max()
        .orElse(blobSizes.sum());
  }

  private static void requireTag(String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw EcrException.of(
          EcrError.INVALID_IMAGE_TAG,
          "Invalid parameter at 'imageTag' failed to satisfy constraint: '%s'".formatted(tag));
    }
  }
}
