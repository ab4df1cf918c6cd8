package io.github.ecrconsolidation.oci;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An image as one repository holds it: with its size and what became of it there.
 *
 * @param sizeBytes compressed; layers shared with other images count in each, and an index has the
 *     size of its largest image
 * @param lastPulledAt may lag behind the last pull by a day (ECR user guide, "Pull time updates")
 * @param lastActivatedAt when it was last brought back from the archive
 * @param isHelmChart whether its config is a Helm chart's (Helm, "Helm OCI MediaTypes")
 * @param unaddressableTags its tags that no OCI client can address: ECR takes up to 300 characters
 */
public record HeldImage(
    Image image,
    long sizeBytes,
    Optional<Instant> lastPulledAt,
    Optional<Instant> lastArchivedAt,
    Optional<Instant> lastActivatedAt,
    boolean isHelmChart,
    Set<String> unaddressableTags) {
  /** The config media type of a Helm chart. */
  public static final String HELM_CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";

  public HeldImage {
    unaddressableTags = Set.copyOf(unaddressableTags);
  }

  /** Its digest. */
  public Digest digest() {
    return image.digest();
  }

  /** The same image with an equal media type, so that many images may share one object. */
  public HeldImage as(MediaType equal) {
    return new HeldImage(
        image.as(equal),
        sizeBytes,
        lastPulledAt,
        lastArchivedAt,
        lastActivatedAt,
        isHelmChart,
        unaddressableTags);
  }
}
