package io.github.ecrconsolidation.localecr;

import java.util.Optional;

/** How images look in JSON, for the operations that share a shape. */
final class Wire {
  private Wire() {}

  static ImageId imageId(Input in) {
    return new ImageId(in.text("imageDigest"), in.text("imageTag"));
  }

  static Output imageId(ImageId id) {
    return new Output().with("imageDigest", id.digest()).with("imageTag", id.tag());
  }

  /** The fields with which an answer on a repository begins. */
  static Output named(EcrStore store, String repository) {
    return new Output()
        .with("registryId", store.registry().account())
        .with("repositoryName", repository);
  }

  static Output image(EcrStore store, String repository, ImageId id, StoredManifest manifest) {
    return named(store, repository)
        .with("imageId", imageId(id))
        .with("imageManifest", manifest.text())
        .with("imageManifestMediaType", manifest.type().mediaType());
  }

  static Output failure(ImageId id, EcrError error, String reason) {
    return new Output()
        .with("imageId", imageId(id))
        .with("failureCode", error.failureCode())
        .with("failureReason", reason);
  }

  static Output referrer(StoredManifest manifest) {
    var annotations =
        manifest.annotations().isEmpty() ? Optional.empty() : Optional.of(manifest.annotations());
    return new Output()
        .with("digest", manifest.digest())
        .with("mediaType", manifest.type().mediaType())
        .with("size", manifest.bytes().length)
        .with("artifactType", manifest.artifactType())
        .with("annotations", annotations);
  }
}
