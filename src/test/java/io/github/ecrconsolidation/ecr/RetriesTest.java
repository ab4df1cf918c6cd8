package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.local.HesitantRetries;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/** With the SDK's own strategy, whose waits are none, or longer than the attempt has time. */
class RetriesTest {
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration LEFT = Duration.ofMinutes(1);

  private final CallContext context =
      new CallContext(
          Deadline.in(LEFT, InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"))));
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void repeatsWhatMayPass() {
    var retries = new Retries(impatient().build());

    var answer =
        retries.call(
            context,
            () -> {
              if (calls.incrementAndGet() < MAX_ATTEMPTS) {
                throw answered(503);
              }
              return "done";
            });

    assertThat(answer).isEqualTo("done");
    assertThat(calls).hasValue(MAX_ATTEMPTS);
  }

  @Test
  void doesNotRepeatWhatIsPermanent() {
    assertFails(new Retries(impatient().build()), answered(404), 1);
  }

  @Test
  void givesUpWithTheFailureItselfAfterTheLastAttempt() {
    assertFails(new Retries(impatient().build()), answered(503), MAX_ATTEMPTS);
  }

  @Test
  void doesNotBeginAWaitThatEndsAfterTheDeadline() {
    var slow = impatient().backoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(LEFT)).build();

    assertFails(new Retries(slow), answered(503), 1);
  }

  @Test
  void doesNotBeginAFirstWaitThatEndsAfterTheDeadline() {
    var retries = new Retries(new HesitantRetries(LEFT));

    assertThatThrownBy(() -> retries.call(context, calls::incrementAndGet))
        .isInstanceOfSatisfying(
            RegistryException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(RegistryCode.THROTTLED);
              assertThat(failure.isOutOfTime()).isTrue();
              assertThat(failure.isTransient()).isTrue();
            });
    assertThat(calls).hasValue(0);
  }

  @Test
  void waitsFirstWhenThereIsTime() {
    var retries = new Retries(new HesitantRetries(Duration.ofNanos(1)));

    assertThat(retries.call(context, calls::incrementAndGet)).isEqualTo(1);
  }

  @Test
  void triesOnceWithoutAWaitHoweverLateItIs() {
    var late = new CallContext(context.deadline().plus(LEFT.negated()));

    assertThat(new Retries(impatient().build()).call(late, calls::incrementAndGet)).isEqualTo(1);
  }

  @Test
  void givesASecondTryAtOnceToWhatMayHaveBeenAnAccident() {
    var slow = impatient().backoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(LEFT)).build();
    var cause = new IOException("a strategy may retry for the cause");
    var wrongBytes =
        RegistryException.failed("GET", "a", RegistryCode.DIGEST_MISMATCH, "why", cause);

    assertFails(new Retries(slow), wrongBytes, 2);
  }

  @Test
  void doesNotRepeatWhatHasNoTime() {
    var late = RegistryException.failed("GET", "a", RegistryCode.OUT_OF_TIME, "late", null);

    assertFails(new Retries(impatient().build()), late, 1);
  }

  @Test
  void waitsAsLongAsTheRegistryAsks() {
    var retries = new Retries(impatient().build());

    assertFails(retries, answered(429).after(LEFT), 1);
    calls.set(0);
    assertFails(retries, answered(429).after(Duration.ofNanos(1)), MAX_ATTEMPTS);
  }

  @Test
  void backsOffFurtherWhenThrottled() {
    var throttled =
        impatient()
            .throttlingBackoffStrategy(BackoffStrategy.fixedDelayWithoutJitter(LEFT))
            .build();

    assertFails(new Retries(throttled), answered(429), 1);
    calls.set(0);
    assertFails(new Retries(throttled), answered(503), MAX_ATTEMPTS);
  }

  @Test
  void letsOtherFailuresThrough() {
    var defect = new IllegalStateException("a defect of ours");

    assertThatThrownBy(() ->
            new Retries(impatient().build())
                .call(
                    context,
                    () -> {
                      throw defect;
                    }))
        .isSameAs(defect);
  }

  private void assertFails(Retries retries, RegistryException failure, int expectedCalls) {
    assertThatThrownBy(() ->
            retries.call(
                context,
                () -> {
                  calls.incrementAndGet();
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(calls).hasValue(expectedCalls);
  }

  private static RegistryException answered(int status) {
    return RegistryException.answered("GET", "/v2/", status, "HTTP" + status, "");
  }

  private static StandardRetryStrategy.Builder impatient() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(MAX_ATTEMPTS)
        .circuitBreakerEnabled(false)
        .backoffStrategy(BackoffStrategy.retryImmediately())
        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately());
  }
}
