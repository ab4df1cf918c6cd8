package io.github.ecrconsolidation.localecr;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests as ECR writes them: {@code sha256:<64 hex>}; ECR stores no others. */
final class Sha256 {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private Sha256() {}

  /** The digest of these bytes. */
  static String digest(byte[] bytes) {
    return text(hash().digest(bytes));
  }

  /** The digest of what was fed to {@code hash}, which is reset by the call. */
  static String digest(MessageDigest hash) {
    return text(hash.digest());
  }

  /** A fresh hash to feed a stream through. */
  static MessageDigest hash() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  private static String text(byte[] hash) {
    return "sha256:" + HexFormat.of().formatHex(hash);
  }
}
