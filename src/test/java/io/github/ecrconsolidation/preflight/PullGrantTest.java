package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullGrantTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");

  private static List<PullGrant> grants(String statement) {
    return PullGrant.of(
        "{\"Statement\":[%s]}".formatted(statement), BACKEND, PullGrant.ACTIONS.getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ecr:BatchGetImage|1",
        "ecr:batchgetimage|1",
        "ecr:*|1",
        "*|1",
        "ecr:Batch*|1",
        "ecr:PutImage|0",
        "ecr:GetDownloadUrlForLayer|0"
      })
  void countsWhoeverMayReadManifests(String action, int grants) {
    assertThat(
            grants(
                "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"%s\"}".formatted(action)))
        .hasSize(grants);
  }

  @ParameterizedTest
  @CsvSource({"ecr:PutImage, 1", "ecr:Batch*, 0", "ecr:batchgetimage, 0"})
  void countsWhoeverMayDoAllButOtherThings(String action, int grants) {
    assertThat(
            grants(
                "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"NotAction\":[\"%s\"]}"
                    .formatted(action)))
        .hasSize(grants);
  }

  @Test
  void countsNoDenial() {
    assertThat(grants("{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"ecr:*\"}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:ecr:us-east-1:111122223333:repository/ml-platform/*, 1",
    "arn:aws:ecr:us-east-1:111122223333:repository/ml-platform/backend, 1",
    "*, 1",
    "arn:aws:ecr:us-east-1:111122223333:repository/ml-platform/web, 0"
  })
  void countsAStatementOfTheRegistryForItsRepositoriesOnly(String resource, int grants) {
    assertThat(
            grants(
                "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\",\"Resource\":\"%s\"}"
                    .formatted(resource)))
        .hasSize(grants);
  }

  @Test
  void takesAnAccountAndItsRootForOnePrincipal() {
    var account = new PullGrant("AWS", "111122223333", "");

    assertThat(
            grants(
                "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\",\"arn:aws:iam::111122223333:root\"]},\"Action\":\"ecr:*\"}"))
        .containsExactly(account, account);
  }

  /** Terraform writes a list of one value as that value, and sorts. */
  @Test
  void knowsAConditionHoweverItIsWritten() {
    var condition =
        "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\",\"Condition\":%s}";
    var one =
        grants(
            condition.formatted("{\"Bool\":{\"a\":[true]},\"StringLike\":{\"b\":[\"y\",\"x\"]}}"));

    assertThat(one)
        .isEqualTo(
            grants(
                condition.formatted(
                    "{\"StringLike\":{\"b\":[\"x\",\"y\"]},\"Bool\":{\"a\":\"true\"}}")));
    assertThat(one.getFirst().condition())
        .isEqualTo("{\"Bool\":{\"a\":\"true\"},\"StringLike\":{\"b\":[\"x\",\"y\"]}}");
  }

  @Test
  void isCoveredByTheSameOrAWiderGrantOnly() {
    var plain = new PullGrant("AWS", "111122223333", "");
    var conditional = new PullGrant("AWS", "111122223333", "{\"Bool\":{\"a\":\"b\"}}");
    var anybody = new PullGrant("AWS", "*", "");

    assertThat(plain.covers(conditional)).isTrue();
    assertThat(conditional.covers(plain)).isFalse();
    assertThat(anybody.covers(plain)).isTrue();
    assertThat(plain.covers(anybody)).isFalse();
    assertThat(anybody.covers(new PullGrant("Service", "lambda.amazonaws.com", ""))).isFalse();
  }

  @Test
  void keepsAConditionThatNoParameterSaysAsItIs() {
    var grant =
        new PullGrant(
            "AWS",
            "*",
            "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\",\"aws:SourceVpc\":\"vpc-1\"}}");

    assertThat(grant.organizations()).isEmpty();
    assertThat(grant.plainPrincipals()).isEmpty();
    assertThat(grant.terraform()).contains("variable = \"aws:SourceVpc\"");
  }
}
