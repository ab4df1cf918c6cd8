package io.github.ecrconsolidation.oci;

import java.util.regex.Pattern;

/** A tag name: 1 to 128 characters, OCI distribution spec 1.1, "Pulling manifests". */
public record Tag(String value) implements Comparable<Tag> {
  /** The longest tag an OCI client can address, in characters. */
  public static final int MAX_LENGTH = 128;

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern DIGEST_ADDRESSED =
      Pattern.compile("sha256-[0-9a-f]{64}(?:\\.(?:sig|att|sbom))?");

  public Tag {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not an OCI tag: '%s'; expected 1 to 128 letters, digits, '_', '.', '-', not starting with '.' or '-'"
              .formatted(value));
    }
  }

  /** Whether {@code value} would make a tag. */
  public static boolean isValid(String value) {
    return ALLOWED.matcher(value).matches();
  }

  /**
   * Whether the tag belongs to another image and names it by its digest: the signatures,
   * attestations and SBOMs of cosign ({@code sha256-<hex>.sig}, {@code .att}, {@code .sbom}) and
   * the referrers tag schema of the OCI distribution spec 1.1 ({@code sha256-<hex>}).
   */
  public boolean isDigestAddressed() {
    return DIGEST_ADDRESSED.matcher(value).matches();
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
