package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;

/** The JSON operations on blobs, which the JSON API calls layers. */
final class LayerOperations {
  private final EcrStore store;
  private final S3Origin storage;

  LayerOperations(EcrStore store, S3Origin storage) {
    this.store = store;
    this.storage = storage;
  }

  Map<String, Operation> table() {
    return Map.of(
        "BatchCheckLayerAvailability",
        Operation.of(this::check, "repositoryName", "layerDigests"),
        "GetDownloadUrlForLayer",
        Operation.of(this::downloadUrl, "repositoryName", "layerDigest"),
        "InitiateLayerUpload",
        Operation.of(this::initiate, "repositoryName"),
        "UploadLayerPart",
        Operation.of(
            this::uploadPart,
            "repositoryName",
            "uploadId",
            "partFirstByte",
            "partLastByte",
            "layerPartBlob"),
        "CompleteLayerUpload",
        Operation.of(this::complete, "repositoryName", "uploadId", "layerDigests"));
  }

  private Output check(Input in) throws IOException {
    var repository = in.required("repositoryName");
    var digests = in.texts("layerDigests", 1, 100);
    store.repository(repository);
    var layers = new ArrayList<Output>();
    var failures = new ArrayList<Output>();
    for (var digest : digests) {
      if (Sha256.isDigest(digest)) {
        layers.add(layer(repository, digest));
      } else {
        var error =
            digest.isEmpty() ? EcrError.MISSING_LAYER_DIGEST : EcrError.INVALID_LAYER_DIGEST;
        failures.add(
            new Output()
                .with("layerDigest", digest)
                .with("failureCode", error.failureCode())
                .with("failureReason", "'%s' is no SHA-256 digest".formatted(digest)));
      }
    }
    return new Output().with("layers", layers).with("failures", failures);
  }

  private Output layer(String repository, String digest) throws IOException {
    var availability = store.checkedAvailability(repository, digest);
    var layer = new Output().with("layerDigest", digest).with("layerAvailability", availability);
    return store.availability(repository, digest) == Availability.UNAVAILABLE
        ? layer
        : layer.with("layerSize", store.blobSize(digest));
  }

  private Output downloadUrl(Input in) {
    var repository = in.required("repositoryName");
    var digest = in.required("layerDigest");
    store.requireDownloadAllowed(repository);
    store.requireBlob(repository, digest);
    store.requireReferenced(repository, digest);
    return new Output()
        .with("downloadUrl", storage.sign(repository, digest).toString())
        .with("layerDigest", digest);
  }

  private Output initiate(Input in) throws IOException {
    var id = store.startUpload(in.required("repositoryName"));
    return new Output().with("uploadId", id).with("partSize", Upload.LARGEST_PART);
  }

  private Output uploadPart(Input in) throws IOException {
    var repository = in.required("repositoryName");
    var id = in.required("uploadId");
    var first = in.requiredLong("partFirstByte");
    var last = in.requiredLong("partLastByte");
    var part = decoded(in.required("layerPartBlob"));
    if (part.length != last - first + 1 || part.length > Upload.LARGEST_PART) {
      throw EcrException.of(
          EcrError.INVALID_LAYER_PART,
          "the part has %d bytes; both ends are inclusive, 10 MiB the most".formatted(part.length));
    }
    store.upload(repository, id).appendPart(part, first);
    return answer(repository, id).with("lastByteReceived", last);
  }

  private static byte[] decoded(String part) {
    try {
      return Base64.getDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw EcrException.of(EcrError.INVALID_PARAMETER, "layerPartBlob: " + e.getMessage());
    }
  }

  private Output complete(Input in) throws IOException {
    var repository = in.required("repositoryName");
    var id = in.required("uploadId");
    var digest = in.texts("layerDigests", 1, 100).getFirst();
    store.finishUpload(repository, id, InputStream.nullInputStream(), digest);
    return answer(repository, id).with("layerDigest", digest);
  }

  private Output answer(String repository, String id) {
    return Wire.named(store, repository).with("uploadId", id);
  }
}
