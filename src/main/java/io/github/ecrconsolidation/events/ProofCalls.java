package io.github.ecrconsolidation.events;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Calls of EventBridge and SQS, with errors in our own words. */
final class ProofCalls {
  private ProofCalls() {}

  /**
   * Makes a call of the SDK.
   *
   * @throws EventBusException for whatever the SDK throws
   */
  static <T> T call(String operation, String subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      var details = Optional.ofNullable(e.awsErrorDetails());
      var code = details.map(AwsErrorDetails::errorCode).orElse("");
      var text = details.map(AwsErrorDetails::errorMessage).orElse("");
      throw new EventBusException(
          "%s %s: %s (HTTP %d) %s".formatted(operation, subject, code, e.statusCode(), text),
          code,
          0,
          e);
    } catch (SdkException e) {
      throw new EventBusException(
          "%s %s: %s".formatted(operation, subject, e.getMessage()), "", 0, e);
    }
  }

  /** The same, but empty when the service's code says that there is no such thing. */
  static <T> Optional<T> find(
      String operation, String subject, Predicate<String> absent, Supplier<T> call) {
    try {
      return Optional.of(call(operation, subject, call));
    } catch (EventBusException e) {
      if (absent.test(e.code())) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
