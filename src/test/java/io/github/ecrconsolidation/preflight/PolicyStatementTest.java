package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyStatementTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");

  @ParameterizedTest
  @CsvSource({
    "ecr:BatchGetImage, true",
    "ecr:batch*, true",
    "*, true",
    "ecr:PutImage, false",
    "ecr:BatchGet, false"
  })
  void isAboutTheActionsItNamesAndNotAboutThoseItExcepts(String action, boolean named) {
    assertThat(of("\"Action\":\"%s\"".formatted(action)) == 1).isEqualTo(named);
    assertThat(of("\"NotAction\":[\"%s\"]".formatted(action)) == 1).isEqualTo(!named);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/*, true",
    "arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/backend, true",
    "arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/web, false",
    "*, true"
  })
  void isAboutTheResourcesItNames(String resource, boolean named) {
    var text = "\"Action\":\"*\",\"Resource\":\"%s\"".formatted(resource);

    assertThat(of(text) == 1).isEqualTo(named);
  }

  @Test
  void hasOneEffect() {
    assertThat(PolicyStatement.of(policy("\"Action\":\"*\""), "Deny", BACKEND, "ecr:batchgetimage"))
        .isEmpty();
  }

  @Test
  void writesEqualConditionsAlike() {
    var one = condition("{\"StringLike\":{\"b\":[\"y\",\"x\"],\"a\":\"z\"},\"Bool\":{\"c\":true}}");
    var other =
        condition(
            "{\"Bool\":{\"c\":[\"true\"]},\"StringLike\":{\"a\":[\"z\"],\"b\":[\"x\",\"y\"]}}");

    assertThat(one)
        .isEqualTo("{\"Bool\":{\"c\":\"true\"},\"StringLike\":{\"a\":\"z\",\"b\":[\"x\",\"y\"]}}")
        .isEqualTo(other);
  }

  @Test
  void namesItsPrincipalsAlone() {
    assertThat(only("\"Action\":\"*\"").principals()).isEqualTo("{\"Principal\":\"*\"}");
  }

  private static String condition(String condition) {
    return only("\"Action\":\"*\",\"Condition\":" + condition).condition();
  }

  private static PolicyStatement only(String members) {
    return PolicyStatement.of(policy(members), "Allow", BACKEND, "ecr:batchgetimage")
        .findFirst()
        .orElseThrow();
  }

  private static long of(String members) {
    return PolicyStatement.of(policy(members), "Allow", BACKEND, "ecr:batchgetimage").count();
  }

  private static String policy(String members) {
    return "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",%s}}".formatted(members);
  }
}
