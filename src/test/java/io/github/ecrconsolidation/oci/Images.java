package io.github.ecrconsolidation.oci;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Images for tests that say no more of them than the rule under test looks at. */
public final class Images {
  /** Where images lie if a test does not care. */
  public static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");

  private Images() {}

  /** An image without size and history. */
  public static Image image(
      Digest digest,
      Set<Tag> tags,
      MediaType mediaType,
      Optional<Digest> subject,
      Image.Status status,
      Instant pushedAt) {
    return new Image(
        BACKEND,
        digest,
        tags,
        Set.of(),
        mediaType,
        subject,
        status,
        pushedAt,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same image with size and history. */
  public static Image image(
      Image image,
      long sizeBytes,
      Optional<Instant> lastPulledAt,
      Optional<Instant> lastArchivedAt,
      Optional<Instant> lastActivatedAt,
      Optional<MediaType> artifactType,
      Set<String> overlongTags) {
    return new Image(
        image.repository(),
        image.digest(),
        image.tags(),
        overlongTags,
        image.mediaType(),
        image.subject(),
        image.status(),
        image.pushedAt(),
        sizeBytes,
        lastPulledAt,
        lastArchivedAt,
        lastActivatedAt,
        artifactType);
  }

  /** The same image of so many bytes, without history. */
  public static Image sized(Image image, long sizeBytes) {
    return image(
        image,
        sizeBytes,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  /** The same image of 100 bytes, which says of itself what it is. */
  public static Image typed(Image image, Optional<MediaType> artifactType) {
    return image(
        image, 100, Optional.empty(), Optional.empty(), Optional.empty(), artifactType, Set.of());
  }

  /** The same image of another media type. */
  public static Image as(MediaType mediaType, Image image) {
    return image(
        image.digest(), image.tags(), mediaType, image.subject(), image.status(), image.pushedAt());
  }
}
