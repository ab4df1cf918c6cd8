package io.github.ecrconsolidation.localecr;

import java.util.Map;

/** A descriptor in a stored manifest, checked as strictly as ECR checks it. */
public record Descriptor(String mediaType, String digest, long size) {
  static Descriptor parse(String role, Object json) {
    if (json instanceof Map<?, ?> fields
        && fields.get("mediaType") instanceof String mediaType
        && fields.get("digest") instanceof String digest
        && fields.get("size") instanceof Number size) {
      // sigstore-js#1058
      ManifestJson.require(!mediaType.contains(";"), role + " has parameters in its media type");
      ManifestJson.require(Sha256.isDigest(digest), role + " has no SHA-256 digest: " + digest);
      ManifestJson.require(size.longValue() >= 0, role + " has a negative size");
      return new Descriptor(mediaType, digest, size.longValue());
    }
    throw ManifestJson.invalid(role + " is no descriptor");
  }

  /** Foreign and non-distributable layers live elsewhere; ECR need not hold them (UG). */
  boolean isForeign() {
    return mediaType.contains(".foreign.") || mediaType.contains(".nondistributable.");
  }
}
