package io.github.ecrconsolidation.localecr;

import java.util.regex.Pattern;

/**
 * What a repository is created with and keeps.
 *
 * @param pullThroughCache created by a pull-through cache rule: no blob can be mounted from it (UG)
 */
public record RepositorySettings(
    String name,
    TagMutability mutability,
    Encryption encryption,
    boolean scanOnPush,
    boolean pullThroughCache) {
  private static final String PART = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern NAME = Pattern.compile(PART + "(/" + PART + ")*");

  /** Type and key, fixed for ever; the key is empty with AES256. */
  public record Encryption(Type type, String kmsKey) {
    public static final Encryption AES256 = new Encryption(Type.AES256, "");

    /** The types of the model. */
    public enum Type {
      AES256,
      KMS,
      KMS_DSSE
    }
  }

  public RepositorySettings {
    if (name.length() < 2 || name.length() > 256 || !NAME.matcher(name).matches()) {
      throw EcrException.of(
          EcrError.INVALID_PARAMETER,
          "Invalid parameter at 'repositoryName': '%s'".formatted(name));
    }
  }

  /** A mutable repository with ECR's own encryption. */
  public static RepositorySettings named(String name) {
    return new RepositorySettings(name, TagMutability.MUTABLE, Encryption.AES256, false, false);
  }

  public RepositorySettings with(TagMutability other) {
    return new RepositorySettings(name, other, encryption, scanOnPush, pullThroughCache);
  }

  public RepositorySettings with(Encryption other) {
    return new RepositorySettings(name, mutability, other, scanOnPush, pullThroughCache);
  }

  /** The setting is kept and told; nothing is scanned. */
  public RepositorySettings scanOnPush(boolean other) {
    return new RepositorySettings(name, mutability, encryption, other, pullThroughCache);
  }

  public RepositorySettings fromPullThroughCache() {
    return new RepositorySettings(name, mutability, encryption, scanOnPush, true);
  }
}
