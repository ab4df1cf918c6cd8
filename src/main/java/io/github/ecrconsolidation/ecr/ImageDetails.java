package io.github.ecrconsolidation.ecr;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/** What DescribeImages says of the images of one repository, in our own words. */
final class ImageDetails {
  private final RepositoryName repository;
  // A hundred thousand images have a handful of media types: one text for each is enough.
  private final Map<String, MediaType> mediaTypes = new HashMap<>();

  ImageDetails(RepositoryName repository) {
    this.repository = repository;
  }

  Image image(ImageDetail detail) {
    return new Image(
        repository,
        new Digest(detail.imageDigest()),
        detail.imageTags().stream().filter(Tag::isValid).map(Tag::new).collect(toSet()),
        detail.imageTags().stream().filter(tag -> !Tag.isValid(tag)).collect(toSet()),
        mediaType(Optional.ofNullable(detail.imageManifestMediaType()).orElse("")),
        Optional.ofNullable(detail.subjectManifestDigest()).flatMap(Digest::read),
        switch (detail.imageStatus()) {
          case ACTIVE -> Image.Status.ACTIVE;
          case ARCHIVED -> Image.Status.ARCHIVED;
          case ACTIVATING -> Image.Status.ACTIVATING;
          case UNKNOWN_TO_SDK_VERSION -> Image.Status.UNKNOWN;
          // Registries older than storage classes leave it out.
          case null -> Image.Status.ACTIVE;
        },
        Optional.ofNullable(detail.imagePushedAt()).orElse(Instant.EPOCH),
        Optional.ofNullable(detail.imageSizeInBytes()).orElse(0L),
        Optional.ofNullable(detail.lastRecordedPullTime()),
        Optional.ofNullable(detail.lastArchivedAt()),
        Optional.ofNullable(detail.lastActivatedAt()),
        Optional.ofNullable(detail.artifactMediaType()).map(this::mediaType));
  }

  private MediaType mediaType(String stated) {
    return mediaTypes.computeIfAbsent(stated, MediaType::new);
  }
}
