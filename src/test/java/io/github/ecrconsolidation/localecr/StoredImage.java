package io.github.ecrconsolidation.localecr;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A manifest in a repository with its tags and its history; a value, replaced on every change. */
record StoredImage(
    StoredManifest manifest,
    long sizeInBytes,
    NavigableSet<String> tags,
    boolean archived,
    Map<Moment, Instant> moments) {
  /** What happened to an image, under the name DescribeImages gives it. */
  enum Moment {
    imagePushedAt,
    lastRecordedPullTime,
    lastArchivedAt,
    /** In the future while the image is ACTIVATING. */
    lastActivatedAt
  }

  StoredImage {
    tags = Collections.unmodifiableNavigableSet(new TreeSet<>(tags));
    moments = Collections.unmodifiableMap(new EnumMap<>(moments));
  }

  static StoredImage pushed(StoredManifest manifest, long sizeInBytes, Instant now) {
    return new StoredImage(
        manifest, sizeInBytes, new TreeSet<>(), false, Map.of(Moment.imagePushedAt, now));
  }

  String digest() {
    return manifest.digest();
  }

  ImageStatus status(Instant now) {
    if (archived) {
      return ImageStatus.ARCHIVED;
    }
    var activated = moments.getOrDefault(Moment.lastActivatedAt, Instant.MIN);
    return activated.isAfter(now) ? ImageStatus.ACTIVATING : ImageStatus.ACTIVE;
  }

  boolean isActive(Instant now) {
    return status(now) == ImageStatus.ACTIVE;
  }

  StoredImage tagged(String tag) {
    var more = new TreeSet<>(tags);
    more.add(tag);
    return new StoredImage(manifest, sizeInBytes, more, archived, moments);
  }

  StoredImage untagged(String tag) {
    var fewer = new TreeSet<>(tags);
    fewer.remove(tag);
    return new StoredImage(manifest, sizeInBytes, fewer, archived, moments);
  }

  StoredImage pulled(Instant now) {
    return new StoredImage(
        manifest, sizeInBytes, tags, archived, with(Moment.lastRecordedPullTime, now));
  }

  StoredImage archivedAt(Instant now) {
    return new StoredImage(manifest, sizeInBytes, tags, true, with(Moment.lastArchivedAt, now));
  }

  StoredImage activatedAt(Instant at) {
    return new StoredImage(manifest, sizeInBytes, tags, false, with(Moment.lastActivatedAt, at));
  }

  private Map<Moment, Instant> with(Moment moment, Instant at) {
    var more = new EnumMap<>(moments);
    more.put(moment, at);
    return more;
  }
}
