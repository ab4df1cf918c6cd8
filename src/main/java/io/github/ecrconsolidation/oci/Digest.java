package io.github.ecrconsolidation.oci;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 digest of a manifest or blob, as {@code sha256:<64 hex>} (OCI image spec 1.1,
 * "Digests"). Other algorithms are refused: ECR stores none. A run may have millions in memory,
 * where the text would take three times as much.
 */
public final class Digest implements Comparable<Digest> {
  private static final String PREFIX = "sha256:";
  private static final Pattern ALLOWED = Pattern.compile(PREFIX + "[0-9a-f]{64}");

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  /**
   * The digest that is written so.
   *
   * @throws IllegalArgumentException when {@code value} has another form
   */
  public Digest(String value) {
    this(hash(value));
  }

  private Digest(ByteBuffer hash) {
    first = hash.getLong();
    second = hash.getLong();
    third = hash.getLong();
    fourth = hash.getLong();
  }

  private static ByteBuffer hash(String value) {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "not a digest: '%s'; expected sha256: and 64 lower-case hexadecimal digits"
              .formatted(value));
    }
    return ByteBuffer.wrap(HexFormat.of().parseHex(value, PREFIX.length(), value.length()));
  }

  /** The digest that is written so; empty when {@code value} has another form. */
  public static Optional<Digest> read(String value) {
    return ALLOWED.matcher(value).matches() ? Optional.of(new Digest(value)) : Optional.empty();
  }

  /** The digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return new Digest(ByteBuffer.wrap(algorithm().digest(bytes)));
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
    return new Digest(ByteBuffer.wrap(algorithm.digest()));
  }

  /** As it is written: {@code sha256:} and {@link #hex}. */
  public String value() {
    return PREFIX + hex();
  }

  /** The 64 hexadecimal digits. */
  public String hex() {
    var format = HexFormat.of();
    return format.toHexDigits(first)
        + format.toHexDigits(second)
        + format.toHexDigits(third)
        + format.toHexDigits(fourth);
  }

  /** The order of their texts. */
  @Override
  public int compareTo(Digest other) {
    return Arrays.compareUnsigned(parts(), other.parts());
  }

  private long[] parts() {
    return new long[] {first, second, third, fourth};
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && first == digest.first
        && second == digest.second
        && third == digest.third
        && fourth == digest.fourth;
  }

  /** Any part of a hash is a hash. */
  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }

  @Override
  public String toString() {
    return value();
  }
}
