package io.github.ecrconsolidation.localecr;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every way in which the store says no, with its name in either API. In the JSON API the name is
 * the constant's, in camel case, plus "Exception"; inside the failures of a batch it has no suffix.
 */
public enum EcrError {
  ACCESS_DENIED(403, "DENIED"),
  EMPTY_UPLOAD(400, "BLOB_UPLOAD_INVALID"),
  EXCLUSION_ALREADY_EXISTS(400, "UNSUPPORTED"),
  IMAGE_ALREADY_EXISTS(400, "TAG_INVALID"),
  IMAGE_DIGEST_DOES_NOT_MATCH(400, "DIGEST_INVALID"),
  IMAGE_INACCESSIBLE(404, "MANIFEST_UNKNOWN"),
  IMAGE_NOT_FOUND(404, "MANIFEST_UNKNOWN"),
  IMAGE_REFERENCED_BY_MANIFEST_LIST(405, "UNSUPPORTED"),
  IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED(400, "UNSUPPORTED"),
  IMAGE_TAG_ALREADY_EXISTS(400, "TAG_INVALID"),
  IMAGE_TAG_DOES_NOT_MATCH_DIGEST(404, "MANIFEST_UNKNOWN"),
  INVALID_IMAGE_DIGEST(400, "DIGEST_INVALID"),
  INVALID_IMAGE_TAG(400, "TAG_INVALID"),
  INVALID_LAYER(400, "DIGEST_INVALID"),
  INVALID_LAYER_DIGEST(400, "DIGEST_INVALID"),
  INVALID_LAYER_PART(416, "BLOB_UPLOAD_INVALID"),
  /** The JSON API calls this InvalidParameterException too; only the registry has a 405 for it. */
  INVALID_MANIFEST(405, "UNSUPPORTED"),
  INVALID_PARAMETER(400, "UNSUPPORTED"),
  KMS(400, "DENIED"),
  LAYERS_NOT_FOUND(404, "BLOB_UPLOAD_UNKNOWN"),
  LAYER_ALREADY_EXISTS(400, "BLOB_UPLOAD_INVALID"),
  LAYER_INACCESSIBLE(404, "BLOB_UNKNOWN"),
  LAYER_PART_TOO_SMALL(400, "BLOB_UPLOAD_INVALID"),
  LAYER_UNKNOWN(404, "BLOB_UNKNOWN"),
  LIFECYCLE_POLICY_NOT_FOUND(400, "UNSUPPORTED"),
  LIMIT_EXCEEDED(400, "DENIED"),
  MISSING_AUTHENTICATION_TOKEN(401, "UNAUTHORIZED"),
  MISSING_DIGEST_AND_TAG(400, "UNSUPPORTED"),
  MISSING_LAYER_DIGEST(400, "DIGEST_INVALID"),
  REFERENCED_IMAGES_NOT_FOUND(400, "MANIFEST_BLOB_UNKNOWN"),
  REGISTRY_POLICY_NOT_FOUND(404, "UNSUPPORTED"),
  REPOSITORY_ALREADY_EXISTS(400, "NAME_INVALID"),
  REPOSITORY_NOT_EMPTY(400, "UNSUPPORTED"),
  REPOSITORY_NOT_FOUND(404, "NAME_UNKNOWN"),
  REPOSITORY_POLICY_NOT_FOUND(404, "UNSUPPORTED"),
  SERVER(500, "UNKNOWN"),
  SERVICE_UNAVAILABLE(503, "UNAVAILABLE"),
  THROTTLING(429, "TOOMANYREQUESTS"),
  UNRECOGNIZED_CLIENT(401, "UNAUTHORIZED"),
  UNKNOWN_OPERATION(404, "UNSUPPORTED"),
  UPLOAD_NOT_FOUND(404, "BLOB_UPLOAD_UNKNOWN"),
  VALIDATION(400, "UNSUPPORTED");

  private final int registryStatus;
  private final String registryCode;

  EcrError(int registryStatus, String registryCode) {
    this.registryStatus = registryStatus;
    this.registryCode = registryCode;
  }

  /** The status of the OCI side; {@link #registryCode} goes with it. */
  public int registryStatus() {
    return registryStatus;
  }

  public String registryCode() {
    return registryCode;
  }

  /** All client errors of the JSON API are 400 (model). */
  public int jsonStatus() {
    return registryStatus >= 500 ? registryStatus : 400;
  }

  /** The name in the {@code __type} of an error answer. */
  public String exceptionName() {
    return switch (this) {
      // Codes that the model knows only in batch failures or on the registry side.
      case INVALID_MANIFEST, INVALID_IMAGE_DIGEST, INVALID_IMAGE_TAG, MISSING_DIGEST_AND_TAG ->
          INVALID_PARAMETER.exceptionName();
      case IMAGE_TAG_DOES_NOT_MATCH_DIGEST, IMAGE_INACCESSIBLE -> IMAGE_NOT_FOUND.exceptionName();
      case LAYER_UNKNOWN -> LAYERS_NOT_FOUND.exceptionName();
      default -> failureCode() + "Exception";
    };
  }

  /** The name in the {@code failureCode} of a batch answer. */
  public String failureCode() {
    return Arrays.stream(name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
