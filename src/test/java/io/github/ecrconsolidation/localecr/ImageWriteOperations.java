package io.github.ecrconsolidation.localecr;

import java.util.Map;
import java.util.Optional;

/** The JSON operations that change images. */
final class ImageWriteOperations {
  private final EcrStore store;

  ImageWriteOperations(EcrStore store) {
    this.store = store;
  }

  Map<String, Operation> table() {
    return Map.of(
        "PutImage",
        Operation.of(
            this::put,
            "repositoryName",
            "imageManifest",
            "imageManifestMediaType",
            "imageTag",
            "imageDigest"),
        "BatchDeleteImage",
        Operation.of(this::batchDelete, "repositoryName", "imageIds"),
        "UpdateImageStorageClass",
        Operation.of(this::updateStorageClass, "repositoryName", "imageId", "targetStorageClass"));
  }

  private Output put(Input in) {
    var repository = in.required("repositoryName");
    var tag = in.text("imageTag");
    var manifest =
        ManifestParser.parse(in.required("imageManifest"), in.text("imageManifestMediaType"));
    store.putImage(repository, manifest, tag, in.text("imageDigest"));
    var id = new ImageId(Optional.of(manifest.digest()), tag);
    return new Output().with("image", Wire.image(store, repository, id, manifest));
  }

  private Output batchDelete(Input in) {
    var repository = in.required("repositoryName");
    var ids =
        in.objects("imageIds", 1, 100, "imageDigest", "imageTag").stream()
            .map(Wire::imageId)
            .toList();
    var deletion = store.deleteImages(repository, ids);
    return new Output()
        .with(
            "imageIds",
            deletion.removed().stream().map(removed -> Wire.imageId(removed.id())).toList())
        .with(
            "failures",
            deletion.failures().stream()
                .map(failure -> Wire.failure(failure.id(), failure.error(), failure.reason()))
                .toList());
  }

  private Output updateStorageClass(Input in) {
    var repository = in.required("repositoryName");
    var id = Wire.imageId(in.requiredObject("imageId", "imageDigest", "imageTag"));
    var target = in.requiredConstant("targetStorageClass", StorageClass.class);
    var status = store.updateStorageClass(repository, id, target);
    return Wire.named(store, repository)
        .with("imageId", Wire.imageId(id))
        .with("imageStatus", status);
  }
}
