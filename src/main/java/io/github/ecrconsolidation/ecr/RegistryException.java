package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registry did not do what was asked: what was tried, on what, and the registry's own code.
 * {@link #kind} says what becomes of the work, {@link #isTransient} alone whether trying again can
 * help.
 */
public final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** In the words of either API. */
  private static final Set<String> NO_REPOSITORY =
      Set.of("RepositoryNotFoundException", "NAME_UNKNOWN");

  private static final Set<String> REFERENCES_MISSING =
      Set.of(RegistryCode.LAYERS_NOT_FOUND, RegistryCode.REFERENCED_IMAGES_NOT_FOUND);

  /** Codes of the JSON API, whose status for them is 400. */
  private static final Set<String> DENIED =
      Set.of(
          "AccessDeniedException",
          "InvalidSignatureException",
          "MissingAuthenticationTokenException",
          "UnrecognizedClientException",
          "RepositoryNotFoundException");

  private final String subject;
  private final String code;
  private final int status;
  private final boolean fromStorage;
  private final @Nullable Duration retryAfter;

  private RegistryException(
      String message,
      String subject,
      String code,
      int status,
      boolean fromStorage,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.subject = subject;
    this.code = code;
    this.status = status;
    this.fromStorage = fromStorage;
    this.retryAfter = retryAfter;
  }

  /**
   * The registry answered {@code status} with {@code code}.
   *
   * @param subject begins with the name of a repository if it is about one
   */
  static RegistryException answered(
      String operation, Object subject, int status, String code, String text) {
    return new RegistryException(
        "%s %s: %s (HTTP %d) %s".formatted(operation, subject, code, status, text),
        subject.toString(),
        code,
        status,
        false,
        null,
        null);
  }

  /** The operation ended for a reason of our own list of codes. */
  static RegistryException failed(
      String operation, Object subject, String code, String text, @Nullable Throwable cause) {
    return new RegistryException(
        "%s %s: %s, %s".formatted(operation, subject, code, text),
        subject.toString(),
        code,
        0,
        false,
        null,
        cause);
  }

  /** The same failure, with the wait the registry asked for. */
  RegistryException after(Duration wait) {
    return with(code, fromStorage, wait);
  }

  /** Whether the registry did not accept the token, or the principal behind it. */
  boolean isAuthorization() {
    return status == 401 || status == 403;
  }

  /** The same failure, now known to come from a token that was too old. */
  RegistryException asExpired() {
    return with(RegistryCode.EXPIRED_TOKEN, fromStorage, retryAfter);
  }

  /** The same failure, now known to come from the storage behind the registry. */
  RegistryException ofStorage() {
    return with(code, true, retryAfter);
  }

  private RegistryException with(String newCode, boolean storage, @Nullable Duration wait) {
    return new RegistryException(
        String.valueOf(getMessage()), subject, newCode, status, storage, wait, getCause());
  }

  /** The registry's own code, such as {@code RepositoryNotFoundException}. */
  public String code() {
    return code;
  }

  /** What it is about, which decides what becomes of the work. */
  public FailureKind kind() {
    return FailureKind.of(code, status);
  }

  /**
   * Whether the registry understood the request of a principal that may make it, and refused it for
   * what it asks: no question of permissions, of the moment or of the connection.
   */
  public boolean isRefusal() {
    return status >= 400
        && status < 500
        && !isAuthorization()
        && !DENIED.contains(code)
        && (!isTransient() || REFERENCES_MISSING.contains(code));
  }

  /** Whether the same request may succeed later without anybody changing anything. */
  public boolean isTransient() {
    return kind() == FailureKind.TRANSIENT;
  }

  /** Whether only the time ran out, throttling included, so that the next invocation may go on. */
  public boolean isOutOfTime() {
    return code.equals(RegistryCode.OUT_OF_TIME) || code.equals(RegistryCode.THROTTLED);
  }

  /** Whether {@code repository} does not exist. */
  public boolean isMissing(RepositoryName repository) {
    return NO_REPOSITORY.contains(code) && subject.split("[:@]", 2)[0].equals(repository.value());
  }

  /** Whether PutImage does not find a blob, be it one that was mounted. */
  public boolean isMissingLayers() {
    return code.equals(RegistryCode.LAYERS_NOT_FOUND);
  }

  /** Whether an index was put before its children, or a referrer before its subject. */
  public boolean isMissingReferencedImages() {
    return code.equals(RegistryCode.REFERENCED_IMAGES_NOT_FOUND);
  }

  /**
   * Whether it may have been an accident, once: wrong bytes, or storage that refuses its own signed
   * URL. The second time it is what it is.
   */
  boolean isWorthASecondTry() {
    return code.equals(RegistryCode.DIGEST_MISMATCH) || (fromStorage && !isTransient());
  }

  /**
   * Whether the registry answered 4xx for good. Of a mount it says nothing about an upload of the
   * same blob.
   */
  boolean isClientError() {
    return status >= 400 && status < 500 && !isTransient();
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
