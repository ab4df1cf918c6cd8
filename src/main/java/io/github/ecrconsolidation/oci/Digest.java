package io.github.ecrconsolidation.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 digest of a manifest or blob, as {@code sha256:<64 hex>} (OCI image spec 1.1,
 * "Digests"). Other algorithms are refused: ECR stores none.
 */
public record Digest(String value) {
  private static final Pattern ALLOWED = Pattern.compile("sha256:[0-9a-f]{64}");

  public Digest {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a digest: '%s'; expected sha256: and 64 lower-case hexadecimal digits"
              .formatted(value));
    }
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return fromHash(algorithm().digest(bytes));
  }

  /** A fresh SHA-256 to feed a stream through; {@link #of(MessageDigest)} reads the result. */
  public static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The digest of what was fed to {@code algorithm}, which is reset by the call. */
  public static Digest of(MessageDigest algorithm) {
    return fromHash(algorithm.digest());
  }

  private static Digest fromHash(byte[] hash) {
    return new Digest("sha256:" + HexFormat.of().formatHex(hash));
  }

  /** The 64 hexadecimal digits. */
  public String hex() {
    return value.substring("sha256:".length());
  }

  @Override
  public String toString() {
    return value;
  }
}
