package io.github.ecrconsolidation.ecr;

/**
 * Codes of failures that this system gives, where the registry gave none, or decides on by name.
 * Every other code is the registry's own.
 */
final class RegistryCode {
  /** The connection failed, or ended before the answer. */
  static final String CONNECTION = "ConnectionFailed";

  /** Bytes received do not have the digest they were asked by. */
  static final String DIGEST_MISMATCH = "DigestMismatch";

  /** Too little of the invocation is left to begin something, or it ended before the answer. */
  static final String OUT_OF_TIME = "OutOfTime";

  /** The registry throttled for as long as the invocation had time. */
  static final String THROTTLED = "Throttled";

  /** The credentials or token of an earlier moment. */
  static final String EXPIRED_TOKEN = "ExpiredTokenException";

  /** An answer no registry should give. */
  static final String UNEXPECTED_ANSWER = "UnexpectedAnswer";

  /** The way leads nowhere, to another host than the registry's for a token, or is in clear. */
  static final String UNSAFE_LOCATION = "UnsafeLocation";

  /** PutImage does not find a config or layer of the manifest. */
  static final String LAYERS_NOT_FOUND = "LayersNotFoundException";

  /** PutImage does not find a child of an index. */
  static final String REFERENCED_IMAGES_NOT_FOUND = "ReferencedImagesNotFoundException";

  /** An image that cannot be pulled until it is restored from the archive. */
  static final String NOT_ACTIVE = "ImageNotActive";

  private RegistryCode() {}
}
