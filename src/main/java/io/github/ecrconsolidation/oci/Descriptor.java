package io.github.ecrconsolidation.oci;

/** What a manifest says of one blob: its digest and size (OCI image spec 1.1, "Descriptors"). */
public record Descriptor(Digest digest, long sizeBytes) {

  public Descriptor {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("negative size %d of %s".formatted(sizeBytes, digest));
    }
  }
}
