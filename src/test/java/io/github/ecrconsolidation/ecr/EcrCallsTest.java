package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrconsolidation.ecr.ScriptedHttp.Answer;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** The SDK against the local ECR. */
@Timeout(60)
class EcrCallsTest {
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final ImageReference IMAGE = new ImageReference(CONSOLIDATED, new Tag("v1"));

  private final LocalEcr local = LocalEcr.start();
  private final LocalClock clock = local.clock();
  private final SdkHttpClient http = Apache5HttpClient.create();

  @AfterEach
  void stop() {
    http.close();
    local.close();
  }

  @Test
  void boundsACallByTheTimeLeft() {
    assertThat(timeout(Duration.ofSeconds(42))).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void boundsEvenACallThatComesTooLate() {
    assertThat(timeout(Duration.ZERO)).isPositive().isLessThan(Duration.ofSeconds(10));
  }

  private Duration timeout(Duration left) {
    return AwsRequestOverrideConfiguration.builder()
        .applyMutation(EcrCalls.within(attempt(left)))
        .build()
        .apiCallTimeout()
        .orElseThrow();
  }

  @Test
  void tellsThrottlingUntilTheEndFromAMissingAnswer() {
    local.faults().on("DescribeImages").throttle();

    var failure = failure(patient(), Duration.ofMillis(500));

    assertThat(failure.code()).isEqualTo(RegistryCode.THROTTLED);
    assertThat(failure).hasMessageContaining("DescribeImages data-platform-dev:v1");
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.isOutOfTime()).isTrue();
  }

  @Test
  void doesNotTakeAnotherErrorForThrottling() {
    local.faults().on("DescribeImages").refuse(EcrError.SERVER);

    assertThat(failure(patient(), Duration.ofMillis(500)).code())
        .isEqualTo(RegistryCode.OUT_OF_TIME);
  }

  @Test
  void tellsThrottlingThatNoRetryOvercameByItsOwnCode() {
    local.faults().on("DescribeImages").throttle();

    var failure = failure(LocalClients.impatient(), Duration.ofMinutes(5));

    assertThat(failure.code()).isEqualTo("ThrottlingException");
    assertThat(failure.isThrottling()).isTrue();
  }

  @Test
  void countsEveryRequestOfTheSdk() {
    local.store().createRepository(RepositorySettings.named(CONSOLIDATED.value()));
    local.faults().on("DescribeImages").times(3).throttle();
    var context = attempt(Duration.ofMinutes(5));

    try (var ecr = ecr(LocalClients.impatient())) {
      assertThat(ecr.open(context).find(IMAGE)).isEmpty();
    }

    assertThat(context.transfers().requests()).isEqualTo(4);
  }

  @Test
  void aConnectionThatFailsMayPass() {
    local.faults().on("DescribeImages").loseResponse();

    assertThat(failure(LocalClients.impatient(), Duration.ofMinutes(5)).code())
        .isEqualTo(RegistryCode.CONNECTION);
  }

  /** A load balancer or proxy in front of the registry knows nothing of ECR's errors. */
  @ParameterizedTest
  @CsvSource({"503, TRANSIENT", "502, TRANSIENT", "403, SURROUNDINGS", "407, SURROUNDINGS"})
  void noImageIsAtFaultWhereAnErrorHasNoCode(int status, FailureKind kind) {
    var page = IntStream.range(0, 8).mapToObj(_ -> Answer.of(status, "<html>no</html>"));
    var proxy = new ScriptedHttp(page.toArray(Answer[]::new));

    try (var ecr = LocalAccess.to(local, proxy, LocalClients.impatient())) {
      var failure =
          catchThrowableOfType(
              RegistryException.class, () -> ecr.open(attempt(Duration.ofMinutes(5))).find(IMAGE));

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.code()).isEqualTo("HTTP" + status);
    }
  }

  @Test
  void beginsNoPageAfterTheDeadline() {
    assertThatThrownBy(
            () -> EcrCalls.eachPage(attempt(Duration.ZERO), "ListThings", "registry", _ -> null))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.isOutOfTime()).isTrue());
  }

  private RegistryException failure(RetryStrategy retries, Duration left) {
    try (var ecr = ecr(retries)) {
      return catchThrowableOfType(
          RegistryException.class, () -> ecr.open(attempt(left)).find(IMAGE));
    }
  }

  private Ecr ecr(RetryStrategy retries) {
    return LocalAccess.to(local, http, retries);
  }

  /** Waits longer between two tries than any attempt here has. */
  private static RetryStrategy patient() {
    var waits = BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMinutes(1));
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(8)
        .backoffStrategy(waits)
        .throttlingBackoffStrategy(waits)
        .build();
  }

  private CallContext attempt(Duration left) {
    return new CallContext(Deadline.in(left, clock));
  }
}
