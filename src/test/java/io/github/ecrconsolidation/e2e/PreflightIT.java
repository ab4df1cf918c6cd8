package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.ReconcileLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.ReconcileLandscape.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.PolicyKind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the consolidated side lacks of the legacy side, and where it is to be changed. */
class PreflightIT {
  private static final String WEB = "ml-platform/web";
  private static final String PULL =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,
        "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]%s}]}\
      """;
  private static final String CONSUMER = "{\"AWS\":\"arn:aws:iam::111122223333:root\"}";

  private final ReconcileLandscape landscape = ReconcileLandscape.start();

  @AfterEach
  void stop() {
    landscape.close();
  }

  private JsonObject preflight() {
    return landscape.reconcile("{\"preflight\":true}");
  }

  /** Parameters with their complete values. */
  static List<String> remedies(JsonObject result) {
    return result.objects("findings").stream()
        .filter(finding -> finding.has("parameter"))
        .peek(finding ->
            assertThat(finding.members())
                .containsEntry("file", "samconfig.toml")
                .doesNotContainKey("command"))
        .map(it -> it.text("parameter").orElseThrow() + "=" + it.text("value").orElseThrow())
        .toList();
  }

  private static List<String> terraform(JsonObject result) {
    return result.objects("findings").stream()
        .flatMap(finding -> finding.text("terraform").stream())
        .toList();
  }

  private void policy(String repository, String principal, String condition) {
    landscape
        .ecr
        .store()
        .policy(repository, PolicyKind.ACCESS, PULL.formatted(principal, condition));
  }

  @Test
  void namesWhoCouldPullByTheOldNameAndCannotByTheNew() {
    policy(BACKEND, CONSUMER, "");
    policy(CONSOLIDATED, "{\"AWS\":\"444455556666\"}", "");

    var result = preflight();

    assertThat(findings(result, "warning"))
        .containsExactly(
            "111122223333 may pull ml-platform/backend, and may not pull data-platform-dev");
    assertThat(remedies(result)).containsExactly("PullPrincipals=111122223333,444455556666");
  }

  @Test
  void carriesOverOrganizationsAndLambda() {
    landscape.create(WEB);
    policy(
        BACKEND,
        "\"*\"",
        ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}");
    policy(
        WEB,
        "{\"Service\":\"lambda.amazonaws.com\"}",
        ",\"Condition\":{\"StringLike\":{\"aws:sourceArn\":\"arn:aws:lambda:us-east-1:111122223333:function:*\"}}");

    assertThat(remedies(preflight()))
        .containsExactly(
            "PullOrganizationId=o-a1b2c3d4e5",
            "PullLambdaFunctions=arn:aws:lambda:us-east-1:111122223333:function:*");
  }

  @Test
  void saysNothingOfWhatIsCarriedOver() {
    policy(BACKEND, CONSUMER, "");
    policy(CONSOLIDATED, "{\"AWS\":[\"111122223333\"]}", "");

    assertThat(findings(preflight(), "warning")).isEmpty();
  }

  @Test
  void countsThePolicyOfTheRegistry() {
    landscape
        .ecr
        .registrySettings()
        .policy(
            """
            {"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ecr:*",
              "Resource":"arn:aws:ecr:us-east-1:123456789012:repository/ml-platform/*"}}\
            """);

    assertThat(remedies(preflight())).containsExactly("PullPrincipals=111122223333");
  }

  @Test
  void namesThePolicyInTerraformOfARepositoryThatIsNotTheStacks() {
    try (var foreign = ReconcileLandscape.ofForeignRepository()) {
      foreign.ecr.store().policy(BACKEND, PolicyKind.ACCESS, PULL.formatted(CONSUMER, ""));

      var result = foreign.reconcile("{\"preflight\":true}");

      assertThat(remedies(result)).isEmpty();
      assertThat(terraform(result))
          .singleElement()
          .asString()
          .contains("aws_iam_policy_document", "identifiers = [\"111122223333\"]");
    }
  }

  @Test
  void namesReplicationAndScanningThatLeaveTheConsolidatedRepositoryOut() {
    landscape.ecr.registrySettings().replicate("us-west-2", "123456789012", "ml-platform/");
    landscape.ecr.registrySettings().scan("ENHANCED", "CONTINUOUS_SCAN", "ml-platform/*");

    var result = preflight();

    assertThat(findings(result, "warning"))
        .containsExactly(
            "ml-platform/backend replicated to us-west-2 of account 123456789012, and"
                + " data-platform-dev is not",
            "ml-platform/backend scanned ENHANCED CONTINUOUS_SCAN, and data-platform-dev is not");
    assertThat(terraform(result))
        .hasSize(2)
        .allSatisfy(lines -> assertThat(lines).contains("filter      = \"data-platform-dev\""));
  }

  @Test
  void saysNothingOfRulesThatAreForBothSides() {
    landscape.ecr.registrySettings().replicate("us-west-2", "123456789012");
    landscape.ecr.registrySettings().scan("BASIC", "SCAN_ON_PUSH", "ml-", "data-");
    landscape.ecr.registrySettings().replicate("eu-west-1", "123456789012", "other/");

    assertThat(findings(preflight(), "warning")).isEmpty();
  }

  @Test
  void namesRepositoriesThatAreScannedOnPushByASettingOfTheirOwn() {
    landscape.ecr.store().scanOnPush(BACKEND, true);

    var result = preflight();

    assertThat(findings(result, "warning"))
        .containsExactly("ml-platform/backend scanned on push, and data-platform-dev is not");
    assertThat(result.objects("findings").stream().flatMap(it -> it.text("command").stream()))
        .contains(
            "aws ecr put-image-scanning-configuration --repository-name data-platform-dev"
                + " --image-scanning-configuration scanOnPush=true");
  }

  @Test
  void namesScanOnPushInTerraformOfARepositoryThatIsNotTheStacks() {
    try (var foreign = ReconcileLandscape.ofForeignRepository()) {
      foreign.ecr.store().scanOnPush(BACKEND, true);

      assertThat(terraform(foreign.reconcile("{\"preflight\":true}")))
          .containsExactly(
              """
              in the aws_ecr_repository:
              image_scanning_configuration {
                scan_on_push = true
              }\
              """);
    }
  }

  @Test
  void saysNothingOfScanningThatTheConsolidatedRepositoryHas() {
    landscape.ecr.store().scanOnPush(BACKEND, true);
    landscape.ecr.registrySettings().scan("BASIC", "SCAN_ON_PUSH", "data-platform-*");

    assertThat(findings(preflight(), "warning")).isEmpty();
  }

  @Test
  void saysNothingIfBothRepositoriesAreScannedOnPush() {
    landscape.ecr.store().scanOnPush(BACKEND, true);
    landscape.ecr.store().scanOnPush(CONSOLIDATED, true);

    assertThat(findings(preflight(), "warning")).isEmpty();
  }

  @Test
  void warnsOfALifecyclePolicyThatRemovesWhatTheCleanUpHasToFind() {
    for (var version : List.of("v1", "v2", "v3")) {
      landscape.push(BACKEND, "image " + version, version);
      landscape.push(CONSOLIDATED, "image " + version, "backend-" + version);
      landscape.clock.advance(java.time.Duration.ofMinutes(1));
    }
    landscape.push(CONSOLIDATED, "new", "web-v1");
    lifecycle(CONSOLIDATED, rule(1, "web-*", 1) + "," + rule(2, "backend-*", 2));

    var result = preflight();

    assertThat(findings(result, "warning"))
        .singleElement()
        .asString()
        .startsWith(
            "rule 2 of the lifecycle policy of data-platform-dev removes 1 images that are in"
                + " legacy repositories, too: sha256:");
    assertThat(remedies(result)).containsExactly("LifecycleCounts=1/web=1;2/backend=3");
  }

  @Test
  void comparesLifecyclePolicies() {
    landscape.create("ml-platform/backend-api");
    landscape.byHand(client -> client.deleteLifecyclePolicy(it -> it.repositoryName(CONSOLIDATED)));
    lifecycle(BACKEND, rule(1, "*", 200));
    lifecycle("ml-platform/backend-api", rule(1, "v*", 100));

    assertThat(remedies(preflight())).contains("LifecycleCounts=1/backend-api=100;2/backend=200");
  }

  private void lifecycle(String repository, String rules) {
    landscape
        .ecr
        .store()
        .policy(repository, PolicyKind.LIFECYCLE, "{\"rules\":[%s]}".formatted(rules));
  }

  private static String rule(int priority, String pattern, int count) {
    return """
    {"rulePriority":%d,"action":{"type":"expire"},"selection":{"tagStatus":"tagged",
     "tagPatternList":["%s"],"countType":"imageCountMoreThan","countNumber":%d}}\
    """
        .formatted(priority, pattern, count);
  }

  @Test
  void refusesASecondNamespaceForOneRepository() {
    landscape.tag(CONSOLIDATED, "ecr-consolidation:legacy-namespace", "team-b");

    var result = preflight();

    assertThat(findings(result, "error"))
        .containsExactly(
            "data-platform-dev mirrors the namespace team-b by its resource tag, not ml-platform");
    assertThat(result.texts("preflight").getFirst())
        .isEqualTo("preflight of data-platform-dev not passed: 1 errors, 0 warnings");
  }

  @Test
  void namesTheTagForARepositoryThatIsNotTheStacks() {
    try (var foreign = ReconcileLandscape.ofForeignRepository()) {
      foreign.byHand(client ->
          client.untagResource(it ->
              it.resourceArn(IamActions.arn(CONSOLIDATED))
                  .tagKeys("ecr-consolidation:legacy-namespace")));

      assertThat(terraform(foreign.reconcile("{\"preflight\":true}")))
          .singleElement()
          .asString()
          .contains("tags = { \"ecr-consolidation:legacy-namespace\" = \"ml-platform\" }")
          .contains("aws ecr tag-resource");
    }
  }

  @Test
  void asksForAProofWhereNoneIsRecorded() {
    landscape.byHand(client ->
        client.untagResource(it ->
            it.resourceArn(IamActions.arn(CONSOLIDATED)).tagKeys("ecr-consolidation:proved")));

    var result = preflight();

    assertThat(findings(result, "warning"))
        .containsExactly(
            "data-platform-dev: not proven in this account yet: run prove (docs/prove.md)");
    assertThat(result.texts("preflight"))
        .contains(
            """
                    -> java -jar ecr-consolidation-cli.jar prove --region <region> --keep
                       # a day later: java -jar ecr-consolidation-cli.jar prove --region <region> --check <run> --record data-platform-dev
                       # then, in samconfig.toml: the parameter ProofRecord that it prints\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01:0.9.0, 'proven on 2026-01-01 with release 0.9.0, before '",
    "yes, ecr-consolidation:proved is "
  })
  void asksForANewProofWhereTheRecordIsNoUse(String record, String what) {
    landscape.tag(CONSOLIDATED, "ecr-consolidation:proved", record);

    assertThat(findings(preflight(), "warning"))
        .singleElement()
        .asString()
        .startsWith("data-platform-dev: " + what)
        .endsWith("run prove again");
  }

  @Test
  void saysOnceThatTheTagsCouldNotBeRead() {
    landscape.ecr.faults().on("ListTagsForResource").refuse(EcrError.ACCESS_DENIED);

    assertThat(findings(preflight(), "warning"))
        .singleElement()
        .asString()
        .startsWith("the resource tags of data-platform-dev could not be read");
  }

  @Test
  void makesTheUndocumentedCallOfTheMirrorAndNamesIt() {
    assertThat(findings(preflight(), "warning")).isEmpty();
    landscape
        .ecr
        .faults()
        .on("DescribeImages")
        .about("preflight")
        .refuse(EcrError.INVALID_PARAMETER);

    assertThat(findings(preflight(), "warning"))
        .containsExactly(
            "ECR refuses DescribeImages with imageIds and filter (imageStatus=ANY) together");
  }

  @Test
  void saysWhatCouldNotBeReadAndGoesOn() {
    landscape.ecr.faults().on("GetRepositoryPolicy").in(BACKEND).refuse(EcrError.ACCESS_DENIED);
    landscape.ecr.faults().on("DescribeRegistry").refuse(EcrError.ACCESS_DENIED);

    assertThat(findings(preflight(), "warning"))
        .hasSize(2)
        .anySatisfy(what -> assertThat(what).startsWith("1 policies could not be read: " + BACKEND))
        .anySatisfy(
            what -> assertThat(what).startsWith("the rules of replication could not be read"));
  }

  @Test
  void readsPoliciesInAPreflightOnly() {
    landscape.reconcile("{}");

    assertThat(landscape.ecr.audit().count("GetRepositoryPolicy")).isZero();
    assertThat(landscape.ecr.audit().count("DescribeRegistry")).isZero();
  }

  @Test
  void isReadableByAPerson() {
    policy(BACKEND, CONSUMER, "");

    assertThat(preflight().texts("preflight"))
        .startsWith(
            "preflight of data-platform-dev passed: 0 errors, 1 warnings",
            "warning pullAccess: 111122223333 may pull ml-platform/backend, and may not pull"
                + " data-platform-dev")
        .contains(
            "        -> in samconfig.toml, parameter_overrides of the environment:"
                + " \"PullPrincipals=111122223333\",");
  }
}
