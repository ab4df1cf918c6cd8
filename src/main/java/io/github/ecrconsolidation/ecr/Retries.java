package io.github.ecrconsolidation.ecr;

import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.AdaptiveRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * The SDK's adaptive retrying, for requests to {@code /v2/} that do not go through the SDK: the
 * same back-off with jitter, the same slowing down after throttling, and {@code Retry-After}
 * honoured.
 */
final class Retries {
  private final RetryStrategy strategy;

  Retries(RetryStrategy strategy) {
    this.strategy =
        strategy.toBuilder()
            .retryOnException(e -> e instanceof RegistryException)
            .treatAsThrottling(e -> e instanceof RegistryException r && r.isThrottling())
            .build();
  }

  /**
   * Adaptive, as throttling is the normal state of PutImage (10 a second for a whole account). The
   * throttling waits are drawn from 0 to 1, 2, 4, 8, 16, 20, 20 s: 35 s in the mean for 8 attempts,
   * well inside an invocation.
   */
  static AdaptiveRetryStrategy adaptive() {
    return AwsRetryStrategy.adaptiveRetryStrategy().toBuilder().maxAttempts(8).build();
  }

  /**
   * Makes {@code call} until it succeeds, fails for good, or the attempt's time does not allow.
   * What is worth a second try has one, at once.
   */
  <T> T call(CallContext context, Supplier<T> call) {
    var acquired = strategy.acquireInitialToken(AcquireInitialTokenRequest.create("v2"));
    var token = acquired.token();
    var wait = acquired.delay();
    if (wait.isPositive() && wait.compareTo(context.deadline().remaining()) >= 0) {
      throw RegistryException.failed(
          "wait",
          wait,
          RegistryCode.THROTTLED,
          "the registry throttles, and the invocation has no time left to wait for it",
          null);
    }
    var secondTry = false;
    while (true) {
      sleep(wait);
      try {
        var answer = call.get();
        strategy.recordSuccess(RecordSuccessRequest.create(token));
        return answer;
      } catch (RegistryException failure) {
        if (failure.isWorthASecondTry() && !secondTry) {
          secondTry = true;
          wait = Duration.ZERO;
          continue;
        }
        // Asked here, as the strategy would retry for the cause of a failure too.
        if (!failure.isTransient() || failure.isOutOfTime()) {
          throw failure;
        }
        try {
          var refreshed =
              strategy.refreshRetryToken(
                  RefreshRetryTokenRequest.builder()
                      .token(token)
                      .failure(failure)
                      .suggestedDelay(failure.retryAfter().orElse(Duration.ZERO))
                      .build());
          token = refreshed.token();
          wait = refreshed.delay();
        } catch (TokenAcquisitionFailedException exhausted) {
          throw failure;
        }
        if (wait.compareTo(context.deadline().remaining()) >= 0) {
          throw failure;
        }
      }
    }
  }

  private static void sleep(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.failed(
          "wait", wait, RegistryCode.OUT_OF_TIME, "interrupted before the next attempt", e);
    }
  }
}
