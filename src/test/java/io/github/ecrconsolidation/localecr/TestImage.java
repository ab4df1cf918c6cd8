package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** An image to be pushed: its blobs, and its manifests with what each refers to before it. */
public record TestImage(List<TestBlob> blobs, List<TestManifest> manifests) {
  public TestImage {
    blobs = List.copyOf(blobs);
    manifests = List.copyOf(manifests);
  }

  public TestManifest root() {
    return manifests.getLast();
  }

  public String digest() {
    return root().digest();
  }

  /** Under this name cosign finds what belongs to the image, with ".sig", ".att" or ".sbom". */
  public String signatureTag(String suffix) {
    return digest().replace(':', '-') + suffix;
  }

  /** Pushes as clients do: blobs, then leaves, then the root once per tag, or without a tag. */
  public void pushTo(ImageSink sink, String... tags) {
    try {
      for (var blob : blobs) {
        sink.blob(blob);
      }
      for (var leaf : manifests.subList(0, manifests.size() - 1)) {
        sink.manifest(leaf, Optional.empty());
      }
      for (var tag : tags) {
        sink.manifest(root(), Optional.of(tag));
      }
      if (tags.length == 0) {
        sink.manifest(root(), Optional.empty());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
