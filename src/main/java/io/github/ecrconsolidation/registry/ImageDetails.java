package io.github.ecrconsolidation.registry;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/** What DescribeImages says of an image, in our own words. */
final class ImageDetails {
  private ImageDetails() {}

  /** The image, with those of its tags that an OCI client can address. */
  static Image image(ImageDetail detail) {
    return new Image(
        new Digest(detail.imageDigest()),
        detail.imageTags().stream().filter(Tag::isValid).map(Tag::new).collect(toSet()),
        new MediaType(Optional.ofNullable(detail.imageManifestMediaType()).orElse("")),
        Optional.ofNullable(detail.subjectManifestDigest()).map(Digest::new),
        switch (detail.imageStatus()) {
          case ACTIVE -> Image.Status.ACTIVE;
          case ARCHIVED -> Image.Status.ARCHIVED;
          case ACTIVATING -> Image.Status.ACTIVATING;
          case UNKNOWN_TO_SDK_VERSION -> Image.Status.UNKNOWN;
          // Registries older than storage classes leave it out.
          case null -> Image.Status.ACTIVE;
        },
        Optional.ofNullable(detail.imagePushedAt()).orElse(Instant.EPOCH));
  }

  /** The image with its size and history. */
  static HeldImage held(ImageDetail detail) {
    return new HeldImage(
        image(detail),
        Optional.ofNullable(detail.imageSizeInBytes()).orElse(0L),
        Optional.ofNullable(detail.lastRecordedPullTime()),
        Optional.ofNullable(detail.lastArchivedAt()),
        Optional.ofNullable(detail.lastActivatedAt()),
        HeldImage.HELM_CHART_CONFIG.equals(detail.artifactMediaType()),
        detail.imageTags().stream().filter(tag -> !Tag.isValid(tag)).collect(toSet()));
  }

  /** How many of its tags no OCI client can address: ECR takes up to 300 characters, OCI 128. */
  static long unaddressableTags(ImageDetail detail) {
    return detail.imageTags().stream().filter(tag -> !Tag.isValid(tag)).count();
  }
}
