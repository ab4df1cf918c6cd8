package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageFailure;

/** What BatchGetImage answers: a manifest for each digest asked for, or a failure. */
final class ManifestAnswer {
  private static final String OPERATION = "BatchGetImage";

  private ManifestAnswer() {}

  /**
   * The manifests of {@code digests}, each checked against its digest.
   *
   * @throws RegistryException for the first failure, for a manifest that is none, and for a digest
   *     that was left out
   */
  static List<Manifest> manifests(
      RepositoryName repository, List<Digest> digests, BatchGetImageResponse answer) {
    answer.failures().stream()
        .findFirst()
        .ifPresent(failure -> {
          throw refused(repository, failure);
        });
    var manifests = answer.images().stream().map(image -> manifest(repository, image)).toList();
    var leftOut = new LinkedHashSet<>(digests);
    manifests.forEach(manifest -> leftOut.remove(manifest.digest()));
    if (!leftOut.isEmpty()) {
      throw unexpected(
          repository + "@" + leftOut.getFirst(),
          "the answer has neither an image nor a failure for it",
          null);
    }
    return manifests;
  }

  /** The manifests of {@code answer} that can be read, each checked against its digest. */
  static List<Manifest> readable(BatchGetImageResponse answer) {
    return answer.images().stream().flatMap(image -> readable(image).stream()).toList();
  }

  private static Optional<Manifest> readable(Image image) {
    try {
      return Optional.of(parsed(image));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static Manifest parsed(Image image) {
    return Manifest.parse(
        new Digest(image.imageId().imageDigest()), mediaType(image), image.imageManifest());
  }

  private static Manifest manifest(RepositoryName repository, Image image) {
    var subject = repository + "@" + image.imageId().imageDigest();
    try {
      return parsed(image);
    } catch (IllegalArgumentException e) {
      throw unexpected(subject, String.valueOf(e.getMessage()), e);
    }
  }

  /** As stated beside the manifest, else as the manifest states itself (OCI image spec 1.1). */
  private static MediaType mediaType(Image image) {
    return Optional.ofNullable(image.imageManifestMediaType())
        .or(() -> JsonObject.parse(image.imageManifest()).text("mediaType"))
        .map(MediaType::new)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "neither imageManifestMediaType nor the manifest states its media type"));
  }

  private static RegistryException refused(RepositoryName repository, ImageFailure failure) {
    return RegistryException.answered(
        OPERATION,
        repository + "@" + failure.imageId().imageDigest(),
        200,
        String.valueOf(failure.failureCodeAsString()),
        String.valueOf(failure.failureReason()));
  }

  private static RegistryException unexpected(
      String subject, String text, @Nullable Exception cause) {
    return RegistryException.failed(
        OPERATION, subject, RegistryCode.UNEXPECTED_ANSWER, text, cause);
  }
}
