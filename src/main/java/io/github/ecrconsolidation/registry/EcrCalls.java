package io.github.ecrconsolidation.registry;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** Calls of the ECR JSON API: counted, inside the attempt's time, errors in our own words. */
final class EcrCalls {
  private static final ExecutionAttribute<Attempt> ATTEMPT = new ExecutionAttribute<>("Attempt");

  private EcrCalls() {}

  /** Charges a request to {@code attempt} and ends it, retries included, at its deadline. */
  static Consumer<AwsRequestOverrideConfiguration.Builder> within(Attempt attempt) {
    return override -> {
      override.putExecutionAttribute(ATTEMPT, attempt);
      var left = attempt.deadline().remaining();
      if (left.isPositive()) {
        override.apiCallTimeout(left);
      }
    };
  }

  /**
   * Makes a call of the SDK.
   *
   * @throws RegistryException for whatever the SDK throws
   */
  static <T> T call(String operation, Object subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (EcrException e) {
      var details = Optional.ofNullable(e.awsErrorDetails());
      throw RegistryException.answered(
          operation,
          subject,
          e.statusCode(),
          details.map(d -> d.errorCode()).orElse(RegistryException.UNEXPECTED_ANSWER),
          details.map(d -> d.errorMessage()).orElse(""));
    } catch (ApiCallTimeoutException e) {
      // The only limit of a call is the deadline: see within.
      throw RegistryException.failed(
          operation, subject, RegistryException.OUT_OF_TIME, "the invocation ended first", e);
    } catch (SdkClientException e) {
      throw RegistryException.failed(
          operation, subject, RegistryException.CONNECTION, String.valueOf(e.getMessage()), e);
    }
  }

  /** Counts each HTTP request of the SDK, so that retries show. */
  static final class RequestCounter implements ExecutionInterceptor {

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes all) {
      Optional.ofNullable(all.getAttribute(ATTEMPT)).ifPresent(Attempt::countRequest);
    }
  }
}
