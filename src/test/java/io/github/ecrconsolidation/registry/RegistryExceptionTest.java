package io.github.ecrconsolidation.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryExceptionTest {

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, 400",
    "TOOMANYREQUESTS, 429",
    "ServerException, 500",
    "HTTP503, 503",
    "HTTP408, 408",
    "HTTP429, 429",
    "ExpiredTokenException, 400",
    "LayersNotFoundException, 400",
    "ReferencedImagesNotFoundException, 400",
    "BLOB_UPLOAD_UNKNOWN, 404",
    "BLOB_UPLOAD_INVALID, 416",
    "DIGEST_INVALID, 400"
  })
  void mayPass(String code, int status) {
    assertThat(answered(status, code).isTransient()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "RepositoryNotFoundException, 400",
    "ImageNotFoundException, 400",
    "AccessDeniedException, 400",
    "ImageTagAlreadyExistsException, 400",
    "LimitExceededException, 400",
    "DENIED, 403",
    "UNAUTHORIZED, 401",
    "NAME_UNKNOWN, 404",
    "BLOB_UNKNOWN, 404",
    "HTTP404, 404"
  })
  void isPermanent(String code, int status) {
    assertThat(answered(status, code).isTransient()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ConnectionFailed", "OutOfTime", "Throttled"})
  void mayPassWithoutAnAnswer(String code) {
    assertThat(RegistryException.failed("GET blob", "a", code, "why", null).isTransient()).isTrue();
  }

  @Test
  void isPermanentWhenTheAnswerMakesNoSense() {
    var failure =
        RegistryException.failed("mount", "a", RegistryException.UNEXPECTED_ANSWER, "why", null);

    assertThat(failure.isTransient()).isFalse();
  }

  @Test
  void saysWhatWasTriedOnWhatAndWhyItFailed() {
    assertThat(RegistryException.answered("PutImage", "a:v1", 400, "SomeException", "some reason"))
        .hasMessage("PutImage a:v1: SomeException (HTTP 400) some reason");
    assertThat(RegistryException.failed("mount", "a", "SomeCode", "some reason", null))
        .hasMessage("mount a: SomeCode, some reason");
  }

  @Test
  void keepsEverythingElseWhenTheWaitIsAdded() {
    var cause = new IOException("cut");
    var failure = RegistryException.failed("mount", "a", "ConnectionFailed", "why", cause);

    var waiting = failure.after(Duration.ofSeconds(7));

    assertThat(waiting).hasMessage(failure.getMessage()).hasCause(cause);
    assertThat(waiting.code()).isEqualTo("ConnectionFailed");
    assertThat(waiting.retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failure.retryAfter()).isEmpty();
  }

  @Test
  void knowsThrottlingInBothLanguages() {
    assertThat(answered(400, "ThrottlingException").isThrottling()).isTrue();
    assertThat(answered(429, "TOOMANYREQUESTS").isThrottling()).isTrue();
    assertThat(answered(503, "HTTP503").isThrottling()).isFalse();
  }

  @Test
  void mayPassOnceKnownToComeFromAnOldToken() {
    var refusal = answered(403, "DENIED").after(Duration.ofSeconds(1));

    assertThat(refusal.isAuthorization()).isTrue();
    assertThat(refusal.asExpired().isTransient()).isTrue();
    assertThat(refusal.asExpired().retryAfter()).contains(Duration.ofSeconds(1));
  }

  private static RegistryException answered(int status, String code) {
    return RegistryException.answered("GET", "a", status, code, "");
  }
}
