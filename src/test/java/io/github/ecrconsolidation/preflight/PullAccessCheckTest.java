package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading.Read;
import io.github.ecrconsolidation.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.jr.ob.JSON;

class PullAccessCheckTest {
  private static final String ACCOUNT = "{\"AWS\":\"arn:aws:iam::111122223333:root\"}";
  private static final String ANOTHER = "{\"AWS\":[\"444455556666\"]}";

  private static final String LAMBDA = "{\"Service\":\"lambda.amazonaws.com\"}";
  private static final String US_EAST_1 = "arn:aws:lambda:us-east-1:111122223333:function:*";
  private static final String ANY_REGION = "arn:aws:lambda:*:111122223333:function:*";
  private static final RepositoryName API = new RepositoryName("ml-platform/api");
  private static final RepositoryName NODES = new RepositoryName("ml-platform/nodes");

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
        .access(
            BACKEND, pull("\"*\"", "{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}"))
        .access(
            WEB,
            pull(
                "{\"Service\":\"lambda.amazonaws.com\"}",
                "{\"StringLike\":{\"aws:sourceArn\":\"arn:aws:lambda:*:111122223333:function:*\"}}"));

    assertThat(check().stream().flatMap(finding -> finding.remedy().stream()))
        .containsExactly(
            new Parameter("PullOrganizationId", "o-a1b2c3d4e5"),
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

  /** What else the policy says, such as who may push, stays. */
  @Test
  void namesTheStatementsThatThePolicyInTerraformLacks() {
    world.ownedByTerraform().access(BACKEND, pull(ACCOUNT)).access(CONSOLIDATED, pull(ANOTHER));

    assertThat(terraform())
        .startsWith("in the aws_iam_policy_document of its repository policy:\nstatement {")
        .contains("identifiers = [\"111122223333\"]")
        .doesNotContain("444455556666");
  }

  /** Terraform reads such a variable as its own. */
  @Test
  void writesVariablesOfPoliciesAsTerraformTakesThem() {
    world
        .ownedByTerraform()
        .access(
            BACKEND,
            pull(
                "\"*\"",
                "{\"StringEquals\":{\"aws:PrincipalTag/team\":\"${aws:ResourceTag/team}\"}}"));

    assertThat(terraform()).contains("values   = [\"$${aws:ResourceTag/team}\"]");
  }

  private String terraform() {
    return check().stream()
        .map(finding -> finding.remedy().orElseThrow())
        .map(remedy -> ((Terraform) remedy).lines())
        .collect(joining());
  }

  @Test
  void saysNothingOfAPrincipalThatWasDeleted() {
    world.access(BACKEND, pull("{\"AWS\":[\"AROADBQP57FF2AEXAMPLE\",\"AIDACKCEVSQ6C2EXAMPLE\"]}"));

    assertThat(check()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/nodes/i-1234\"}",
        "{\"Service\":\"codebuild.amazonaws.com\"}"
      })
  void namesNoParameterThatWouldRefuseThePrincipal(String principal) {
    world.access(BACKEND, pull(principal));

    assertThat(check())
        .extracting(PreflightFinding::code)
        .containsExactly(FindingCode.PULL_ACCESS_WITHOUT_PARAMETER);
  }

  @Test
  void namesNoParameterForMoreThanOneOrganization() {
    world
        .access(BACKEND, pull("\"*\"", organizations("\"o-a1b2c3d4e5\"")))
        .access(WEB, pull("\"*\"", organizations("\"o-z9y8x7w6v5\"")));

    assertThat(check())
        .extracting(PreflightFinding::code)
        .containsExactly(FindingCode.PULL_ACCESS_WITHOUT_PARAMETER);
  }

  private static String organizations(String ids) {
    return "{\"StringEquals\":{\"aws:PrincipalOrgID\":%s}}".formatted(ids);
  }

  /** A pull reads the manifest, then its layers. */
  @Test
  void findsWhoMayReadManifestsAndNoLayers() {
    world
        .access(BACKEND, pull(ACCOUNT))
        .access(
            CONSOLIDATED,
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":%s,\"Action\":\"ecr:Batch*\"}}"
                .formatted(ACCOUNT));

    assertThat(check()).extracting(PreflightFinding::code).containsExactly(FindingCode.PULL_ACCESS);
  }

  /**
   * What another account lets its roles do, its own policies say; in the same account a role needs
   * no other permission than that of the repository.
   */
  @ParameterizedTest
  @CsvSource({"111122223333, 0", "123456789012, 1"})
  void coversARoleOfAnotherAccountByItsAccount(String account, int findings) {
    world
        .access(BACKEND, pull("{\"AWS\":\"arn:aws:iam::%s:role/nodes\"}".formatted(account)))
        .access(CONSOLIDATED, pull("{\"AWS\":\"%s\"}".formatted(account)));
    var input =
        world.input(
            new Read<>(true),
            new Read<>(Set.of()),
            Optional.of("arn:aws:iam::123456789012:role/mirror"));

    assertThat(new PullAccessCheck(input, world.settings()).check()).hasSize(findings);
  }

  @Test
  void coversAFunctionByAPatternOfFunctions() {
    world
        .access(BACKEND, pull(LAMBDA, functions("aws:sourceArn", "\"" + US_EAST_1 + "\"")))
        .access(CONSOLIDATED, pull(LAMBDA, functions("aws:SourceArn", "[\"" + ANY_REGION + "\"]")));

    assertThat(check()).isEmpty();
  }

  private static String functions(String key, String arns) {
    return "{\"StringLike\":{\"%s\":%s}}".formatted(key, arns);
  }

  /** The template writes conditions in its own way, and takes each value. */
  @Test
  void hasNothingToSayOnceTheParametersAreSet() {
    var other = "arn:aws:lambda:us-east-1:444455556666:function:other";
    world
        .access(BACKEND, pull("\"*\"", organizations("[\"o-a1b2c3d4e5\"]")))
        .access(WEB, pull(LAMBDA, functions("aws:sourceArn", "\"" + US_EAST_1 + "\"")))
        .legacy(API, NODES)
        .access(API, pull(LAMBDA, functions("aws:sourceARN", "\"" + other + "\"")))
        .access(
            NODES, pull("{\"AWS\":[\"111122223333\",\"arn:aws:iam::444455556666:role/nodes\"]}"));

    var deployed = Template.deployed(parameters());
    world.access(
        CONSOLIDATED,
        JSON.std.asString(
            deployed.map("Resources/ConsolidatedEcrRepository/Properties/RepositoryPolicyText")));

    assertThat(check()).isEmpty();
  }

  private Map<String, String> parameters() {
    var parameters =
        check().stream()
            .map(finding -> (Parameter) finding.remedy().orElseThrow())
            .collect(toMap(Parameter::name, Parameter::value));
    assertThat(parameters).hasSize(3);
    parameters.forEach((name, value) ->
        assertThat(value)
            .matches(Template.withDefaults().text("Parameters/%s/AllowedPattern".formatted(name))));
    return parameters;
  }

  private List<PreflightFinding> check() {
    return new PullAccessCheck(world.input(), world.settings()).check();
  }
}
