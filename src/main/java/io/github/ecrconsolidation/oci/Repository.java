package io.github.ecrconsolidation.oci;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.Comparator;

/**
 * A repository and the settings that matter to whoever moves images into or out of it.
 *
 * @param scannedOnPush by its own setting; the registry may have rules besides
 */
public record Repository(
    RepositoryName name,
    Instant createdAt,
    TagMutability mutability,
    Encryption encryption,
    boolean scannedOnPush) {

  /** By age; two of one moment by name. */
  public static final Comparator<Repository> OLDEST_FIRST =
      comparing(Repository::createdAt).thenComparing(Repository::name);

  /**
   * How its layers are encrypted, fixed when it is created.
   *
   * @param type such as {@code AES256} or {@code KMS}
   * @param key the ARN of the KMS key, empty without one
   */
  public record Encryption(String type, String key) {

    @Override
    public String toString() {
      return key.isEmpty() ? type : type + " " + key;
    }
  }
}
