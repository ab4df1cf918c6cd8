package io.github.ecrconsolidation.oci;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a registry says of an image without it being pulled: a manifest or index with its tags.
 *
 * @param tags every tag of the digest, empty when untagged
 * @param subject of a referrer, the manifest it speaks of
 * @param pushedAt when this digest first came into this repository; giving it another tag does not
 *     move it (containers-roadmap#214), and no registry says when a tag was given
 */
public record Image(
    Digest digest,
    Set<Tag> tags,
    MediaType mediaType,
    Optional<Digest> subject,
    Status status,
    Instant pushedAt) {

  public Image {
    tags = Set.copyOf(tags);
  }

  /** Only an {@code ACTIVE} image can be pulled (ECR user guide, "Archiving an image"). */
  public enum Status {
    ACTIVE,
    ARCHIVED,
    ACTIVATING,
    UNKNOWN
  }

  /** Whether it can be pulled now. */
  public boolean isActive() {
    return status == Status.ACTIVE;
  }

  /** The same image with an equal media type, so that many images may share one object. */
  public Image as(MediaType equal) {
    return new Image(digest, tags, equal, subject, status, pushedAt);
  }
}
