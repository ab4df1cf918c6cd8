package io.github.ecrconsolidation.local;

import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * What the adaptive strategy does after throttling, without its clock: it asks for a wait before
 * the first try already. There is no second one.
 */
public final class HesitantRetries
    implements RetryStrategy, RetryStrategy.Builder<HesitantRetries, HesitantRetries> {
  private static final RetryToken TOKEN = new RetryToken() {};

  private final Duration first;

  /** Waits {@code first} before the first try. */
  public HesitantRetries(Duration first) {
    this.first = first;
  }

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
    return AcquireInitialTokenResponse.create(TOKEN, first);
  }

  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    throw new TokenAcquisitionFailedException("one try only", request.failure());
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
    return RecordSuccessResponse.create(TOKEN);
  }

  @Override
  public int maxAttempts() {
    return 1;
  }

  @Override
  public HesitantRetries toBuilder() {
    return this;
  }

  @Override
  public HesitantRetries retryOnException(Predicate<Throwable> ignored) {
    return this;
  }

  @Override
  public HesitantRetries maxAttempts(int ignored) {
    return this;
  }

  @Override
  public HesitantRetries backoffStrategy(BackoffStrategy ignored) {
    return this;
  }

  @Override
  public HesitantRetries throttlingBackoffStrategy(BackoffStrategy ignored) {
    return this;
  }

  @Override
  public HesitantRetries treatAsThrottling(Predicate<Throwable> ignored) {
    return this;
  }

  @Override
  public HesitantRetries build() {
    return this;
  }
}
