package io.github.ecrconsolidation.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class ProofCallsTest {
  private static final String ABSENT = "ResourceNotFoundException";

  private static String refused(String code) {
    throw AwsServiceException.builder()
        .statusCode(400)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(code).errorMessage("no such rule").build())
        .build();
  }

  @Test
  void saysWhichCallFailedAndWhatTheServiceSaid() {
    assertThatThrownBy(() -> ProofCalls.call("DescribeRule", "a", () -> refused(ABSENT)))
        .isInstanceOfSatisfying(
            EventBusException.class, e -> assertThat(e.code()).isEqualTo(ABSENT))
        .hasMessage("DescribeRule a: ResourceNotFoundException (HTTP 400) no such rule");
  }

  @Test
  void saysWhichCallHadNoAnswer() {
    assertThatThrownBy(() ->
            ProofCalls.call(
                "DescribeRule",
                "a",
                () -> {
                  throw SdkClientException.create("no route");
                }))
        .isInstanceOfSatisfying(EventBusException.class, e -> assertThat(e.code()).isEmpty())
        .hasMessageStartingWith("DescribeRule a: no route");
  }

  @Test
  void tellsWhatIsAbsentFromWhatMayNotBeRead() {
    assertThat(ProofCalls.find("DescribeRule", "a", ABSENT::equals, () -> "arn")).contains("arn");
    assertThat(ProofCalls.find("DescribeRule", "a", ABSENT::equals, () -> refused(ABSENT)))
        .isEmpty();
    assertThatThrownBy(() ->
            ProofCalls.find(
                "DescribeRule", "a", ABSENT::equals, () -> refused("AccessDeniedException")))
        .isInstanceOf(EventBusException.class);
  }
}
