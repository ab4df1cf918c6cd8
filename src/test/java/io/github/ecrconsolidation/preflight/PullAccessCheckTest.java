package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullAccessCheckTest {
  private static final String ACCOUNT = "{\"AWS\":\"arn:aws:iam::111122223333:root\"}";
  private static final String ANOTHER = "{\"AWS\":[\"444455556666\"]}";

  private final PreflightWorld world = new PreflightWorld();

  private static String pull(String principal) {
    return pull(principal, "");
  }

  private static String pull(String principal, String condition) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,
      "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]%s}]}\
    """
        .formatted(principal, condition.isEmpty() ? "" : ",\"Condition\":" + condition);
  }

  @Test
  void findsNothingWhereThePolicySaysTheSame() {
    world.access(BACKEND, pull(ACCOUNT)).access(CONSOLIDATED, pull("{\"AWS\":[\"111122223333\"]}"));

    assertThat(check()).isEmpty();
  }

  @Test
  void namesWhoMayPullFromWhereAndTheParameterWithAllItsPrincipals() {
    world
        .access(BACKEND, pull(ACCOUNT))
        .access(WEB, pull(ACCOUNT))
        .access(CONSOLIDATED, pull(ANOTHER));

    assertThat(check())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "pullAccess: 111122223333 may pull ml-platform/backend, ml-platform/web, and may"
                      + " not pull data-platform-dev");
          assertThat(finding.remedy())
              .contains(new Parameter("PullPrincipals", "111122223333,444455556666"));
        });
  }

  @Test
  void carriesOverOrganizationsAndLambda() {
    world
        .access(BACKEND, pull("\"*\"", "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3\"}}"))
        .access(
            WEB,
            pull(
                "{\"Service\":\"lambda.amazonaws.com\"}",
                "{\"StringLike\":{\"aws:sourceArn\":\"arn:aws:lambda:*:111122223333:function:*\"}}"));

    assertThat(check().stream().flatMap(finding -> finding.remedy().stream()))
        .containsExactly(
            new Parameter("PullOrganizationId", "o-a1b2c3"),
            new Parameter("PullLambdaFunctions", "arn:aws:lambda:*:111122223333:function:*"));
  }

  @Test
  void needsAnotherOwnerOfTheRepositoryForWhatNoParameterSays() {
    world.access(BACKEND, pull(ACCOUNT, "{\"StringEquals\":{\"aws:SourceVpc\":\"vpc-1\"}}"));

    assertThat(check())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.PULL_ACCESS_WITHOUT_PARAMETER);
          assertThat(finding.remedy())
              .contains(new Parameter("CreateConsolidatedRepository", "false"));
        });
  }

  @Test
  void countsThePolicyOfTheRegistryForBothSides() {
    var policy =
        """
        {"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ecr:*",
          "Resource":"arn:aws:ecr:us-east-1:123456789012:repository/%s"}}\
        """;

    world.registryPolicy = new Read<>(Optional.of(policy.formatted("ml-platform/*")));
    assertThat(check()).extracting(PreflightFinding::code).containsExactly(FindingCode.PULL_ACCESS);
    world.registryPolicy = new Read<>(Optional.of(policy.formatted("*")));
    assertThat(check()).isEmpty();
  }

  @Test
  void namesTheWholePolicyInTerraformOfARepositoryThatIsNotTheStacks() {
    world.ownedByTerraform().access(BACKEND, pull(ACCOUNT)).access(CONSOLIDATED, pull(ANOTHER));

    assertThat(check())
        .singleElement()
        .extracting(finding -> finding.remedy().orElseThrow().text())
        .asString()
        .contains(
            "aws_iam_policy_document",
            "identifiers = [\"111122223333\"]",
            "identifiers = [\"444455556666\"]");
  }

  private List<PreflightFinding> check() {
    return new PullAccessCheck(world.input(), world.settings()).check();
  }
}
