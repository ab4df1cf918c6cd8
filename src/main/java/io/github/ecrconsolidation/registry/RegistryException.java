package io.github.ecrconsolidation.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registry did not do what was asked: what was tried, on what, and the registry's own code.
 * {@link #isTransient} alone says whether trying again can help.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The connection failed, or ended before the answer. */
  static final String CONNECTION = "ConnectionFailed";

  /** Bytes received do not have the digest they were asked by. */
  static final String DIGEST_MISMATCH = "DigestMismatch";

  /** Too little of the invocation is left to begin something. */
  static final String OUT_OF_TIME = "OutOfTime";

  /** The credentials or token of an earlier moment. */
  static final String EXPIRED_TOKEN = "ExpiredTokenException";

  /** An answer no registry should give. */
  static final String UNEXPECTED_ANSWER = "UnexpectedAnswer";

  /**
   * The one table of what may pass by itself. Besides these, every HTTP status 408, 429 and 5xx
   * may; everything else is permanent.
   */
  private static final Set<String> TRANSIENT =
      Set.of(
          CONNECTION,
          DIGEST_MISMATCH,
          OUT_OF_TIME,
          "ThrottlingException",
          "TOOMANYREQUESTS",
          "RequestTimeout",
          "ServerException",
          // The next attempt has fresh ones.
          EXPIRED_TOKEN,
          // Bytes the registry lost or refused on the way; a new upload starts from nothing.
          "BLOB_UPLOAD_UNKNOWN",
          "BLOB_UPLOAD_INVALID",
          "DIGEST_INVALID",
          // Unreferenced blobs "may be cleaned up at any time": check availability again.
          "LayersNotFoundException",
          "ReferencedImagesNotFoundException");

  private static final Set<String> REFERENCES_MISSING =
      Set.of("LayersNotFoundException", "ReferencedImagesNotFoundException");

  /** Codes of the JSON API, whose status for them is 400. */
  private static final Set<String> DENIED =
      Set.of(
          "AccessDeniedException",
          "InvalidSignatureException",
          "MissingAuthenticationTokenException",
          "UnrecognizedClientException",
          "RepositoryNotFoundException");

  private final String code;
  private final int status;
  private final @Nullable Duration retryAfter;

  private RegistryException(
      String message,
      String code,
      int status,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The registry answered {@code status} with {@code code}. */
  static RegistryException answered(
      String operation, Object subject, int status, String code, String text) {
    return new RegistryException(
        "%s %s: %s (HTTP %d) %s".formatted(operation, subject, code, status, text),
        code,
        status,
        null,
        null);
  }

  /** The operation ended for a reason of our own list of codes. */
  static RegistryException failed(
      String operation, Object subject, String code, String text, @Nullable Throwable cause) {
    return new RegistryException(
        "%s %s: %s, %s".formatted(operation, subject, code, text), code, 0, null, cause);
  }

  /** The same failure, with the wait the registry asked for. */
  RegistryException after(Duration wait) {
    return new RegistryException(String.valueOf(getMessage()), code, status, wait, getCause());
  }

  /** Whether the registry did not accept the token, or the principal behind it. */
  boolean isAuthorization() {
    return status == 401 || status == 403;
  }

  /** The same failure, now known to come from a token that was too old. */
  RegistryException asExpired() {
    return new RegistryException(
        String.valueOf(getMessage()), EXPIRED_TOKEN, status, retryAfter, getCause());
  }

  /** The registry's own code, such as {@code RepositoryNotFoundException}. */
  public String code() {
    return code;
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  public boolean isTransient() {
    return TRANSIENT.contains(code) || status == 408 || status == 429 || status >= 500;
  }

  /**
   * Whether the registry understood the request of somebody who may make it, and refused it for
   * what it asks: no question of permissions, of the moment or of the connection.
   */
  public boolean isRefusal() {
    return status >= 400
        && status < 500
        && !isAuthorization()
        && !DENIED.contains(code)
        && (!isTransient() || REFERENCES_MISSING.contains(code));
  }

  /** Whether nothing went wrong but the time, so that the next invocation may go on. */
  public boolean isOutOfTime() {
    return code.equals(OUT_OF_TIME);
  }

  /** Whether the registry asked for fewer requests. */
  boolean isThrottling() {
    return status == 429 || code.equals("ThrottlingException");
  }

  /** The wait the registry asked for ({@code Retry-After}, RFC 9110). */
  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
