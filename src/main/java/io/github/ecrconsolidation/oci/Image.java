package io.github.ecrconsolidation.oci;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An image as DescribeImages returns it, without a pull: a manifest or an index of one repository,
 * with its tags.
 *
 * @param tags every tag of the digest that an OCI client can address, empty when untagged
 * @param overlongTags its other tags: ECR takes up to 300 characters, OCI 128
 * @param subject of a referrer, the manifest that it refers to; empty for one that ECR cannot hold,
 *     by its digest
 * @param pushedAt when this digest first came into this repository; giving it another tag does not
 *     move it (containers-roadmap#214), and no registry says when a tag was given
 * @param sizeBytes compressed; layers shared with other images count in each, and an index has the
 *     size of its largest image
 * @param lastPulledAt may lag behind the last pull by a day (ECR user guide, "Pull time updates")
 * @param lastActivatedAt when it was last brought back from the archive
 * @param artifactType what its manifest says it is, or its config; an index need not say anything
 */
public record Image(
    RepositoryName repository,
    Digest digest,
    Set<Tag> tags,
    Set<String> overlongTags,
    MediaType mediaType,
    Optional<Digest> subject,
    Status status,
    Instant pushedAt,
    long sizeBytes,
    Optional<Instant> lastPulledAt,
    Optional<Instant> lastArchivedAt,
    Optional<Instant> lastActivatedAt,
    Optional<MediaType> artifactType) {
  /** The config of a Helm chart (Helm, "Helm OCI MediaTypes"). */
  private static final Optional<MediaType> HELM_CHART =
      Optional.of(new MediaType("application/vnd.cncf.helm.config.v1+json"));

  /** BuildKit, "Image Attestation Storage". */
  private static final Optional<MediaType> BUILD_ATTESTATION =
      Optional.of(new MediaType("application/vnd.docker.attestation.manifest.v1+json"));

  public Image {
    tags = Set.copyOf(tags);
    overlongTags = Set.copyOf(overlongTags);
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

  public boolean isHelmChart() {
    return artifactType.equals(HELM_CHART);
  }

  /**
   * Whether BuildKit wrote it beside an image that it built: a child of the image's index, in newer
   * versions one that refers to the image.
   */
  public boolean isBuildAttestation() {
    return artifactType.equals(BUILD_ATTESTATION);
  }

  /** Its size, for sums: that of an index is its largest image's, which counts itself. */
  public long ownBytes() {
    return mediaType.isIndex() ? 0 : sizeBytes;
  }

  /** As an operator would type it: {@code repository:tag,tag@digest}. */
  @Override
  public String toString() {
    var some = tags.stream().sorted().limit(3).map(Tag::value).collect(joining(","));
    return repository + (some.isEmpty() ? "" : ":" + some) + "@" + digest;
  }
}
