package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBusExceptionTest {
  private static EventBusException withCode(String code) {
    return new EventBusException("PutEvents to bus default: " + code, code, 0, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThrottlingException", "ThrottledException", "TooManyRequestsException"})
  void isThrottlingWhenTheBusAskedForFewerEvents(String code) {
    assertThat(withCode(code).isThrottling()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "InternalFailure", "ResourceNotFoundException", "throttlingexception"})
  void isNoThrottlingForAnyOtherReason(String code) {
    assertThat(withCode(code).isThrottling()).isFalse();
  }
}
