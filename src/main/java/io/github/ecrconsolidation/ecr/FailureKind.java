package io.github.ecrconsolidation.ecr;

import java.util.Set;

/**
 * What a failure is about, which decides what becomes of the message: the one table of codes. What
 * tells more comes first.
 */
public enum FailureKind {
  /** About this image. Every delivery would end like this one, so it is a result. */
  IMAGE,

  /**
   * Of the surroundings: permissions, quotas, keys, credentials, a missing repository, such as
   * AccessDeniedException, LimitExceededException, KmsException, UnrecognizedClientException,
   * RepositoryNotFoundException, and every code the table does not know. No image is at fault, so
   * the message returns to the queue and becomes a dead letter that can be redriven.
   */
  SURROUNDINGS,

  /**
   * May pass by itself: repeated while the invocation has time, then the message returns to the
   * queue.
   */
  TRANSIENT;

  /** {@code docs/runbook.md} says what to do about each. */
  static final Set<String> ABOUT_THE_IMAGE =
      Set.of(
          "ImageTagAlreadyExistsException",
          RegistryCode.NOT_ACTIVE,
          // Twice in a row: see RegistryException.isWorthASecondTry.
          RegistryCode.DIGEST_MISMATCH,
          RegistryCode.UNEXPECTED_ANSWER,
          // The legacy repository lacks a manifest or a layer of the image, or does not serve it.
          "ImageNotFound",
          "ImageNotFoundException",
          "ImageInaccessible",
          "ImageTagDoesNotMatchDigest",
          "BLOB_UNKNOWN",
          "MANIFEST_UNKNOWN",
          "LayerInaccessibleException",
          "NoSuchKey",
          // ECR refuses the form of the manifest: "Invalid JSON syntax" (oras#690).
          "InvalidParameterException",
          "ImageDigestDoesNotMatchException",
          "InvalidImageDigest",
          "UNSUPPORTED",
          "MANIFEST_INVALID");

  /** Besides these, every HTTP status 408, 429 and 5xx. */
  private static final Set<String> PASSING =
      Set.of(
          RegistryCode.CONNECTION,
          RegistryCode.OUT_OF_TIME,
          RegistryCode.THROTTLED,
          "ThrottlingException",
          "TOOMANYREQUESTS",
          "RequestTimeout",
          "ServerException",
          // The next attempt has fresh ones.
          RegistryCode.EXPIRED_TOKEN,
          // Bytes the registry lost or refused on the way; a new upload starts from nothing.
          "BLOB_UPLOAD_UNKNOWN",
          "BLOB_UPLOAD_INVALID",
          "DIGEST_INVALID",
          // Unreferenced blobs "may be cleaned up at any time": check availability again.
          RegistryCode.LAYERS_NOT_FOUND,
          RegistryCode.REFERENCED_IMAGES_NOT_FOUND,
          // Of a pull through cache.
          "UpstreamTooManyRequests",
          "UpstreamUnavailable",
          "UnableToGetUpstreamImageException");

  /**
   * What a failure with this code is about.
   *
   * @param status of the HTTP answer, 0 if there was none
   */
  static FailureKind of(String code, int status) {
    if (ABOUT_THE_IMAGE.contains(code)) {
      return IMAGE;
    }
    var passes = status == 408 || status == 429 || status >= 500;
    return passes || PASSING.contains(code) ? TRANSIENT : SURROUNDINGS;
  }
}
