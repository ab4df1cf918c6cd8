package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryExceptionTest {

  @ParameterizedTest
  @CsvSource({
    "RepositoryNotFoundException, data-platform-dev, true",
    "RepositoryNotFoundException, data-platform-dev:backend-v1, true",
    "NAME_UNKNOWN, data-platform-dev@sha256:abc, true",
    "RepositoryNotFoundException, data-platform-dev-2, false",
    "RepositoryNotFoundException, ml-platform/backend, false",
    "ImageNotFoundException, data-platform-dev, false"
  })
  void tellsWhichRepositoryDoesNotExist(String code, String subject, boolean missing) {
    var failure = RegistryException.answered("DescribeImages", subject, 400, code, "");

    assertThat(failure.isMissing(new RepositoryName("data-platform-dev"))).isEqualTo(missing);
  }

  @Test
  void countsThrottlingUntilTheEndAsAMatterOfTime() {
    assertThat(failed(RegistryCode.THROTTLED).isOutOfTime()).isTrue();
    assertThat(failed(RegistryCode.OUT_OF_TIME).isOutOfTime()).isTrue();
    assertThat(failed(RegistryCode.CONNECTION).isOutOfTime()).isFalse();
  }

  @Test
  void wrongBytesMayBeAnAccidentOnce() {
    assertThat(failed(RegistryCode.DIGEST_MISMATCH).isWorthASecondTry()).isTrue();
    assertThat(failed(RegistryCode.UNEXPECTED_ANSWER).isWorthASecondTry()).isFalse();
    assertThat(answered(403, "AccessDenied").isWorthASecondTry()).isFalse();
    assertThat(answered(403, "AccessDenied").ofStorage().isWorthASecondTry()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, OTHER, true",
    "403, DENIED, true",
    "499, OTHER, true",
    "399, OTHER, false",
    "500, OTHER, false",
    "429, TOOMANYREQUESTS, false",
    "400, ExpiredTokenException, false"
  })
  void aClientErrorIsOneForGood(int status, String code, boolean clientError) {
    assertThat(answered(status, code).isClientError()).isEqualTo(clientError);
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

  private static RegistryException failed(String code) {
    return RegistryException.failed("GET", "a", code, "why", null);
  }
}
