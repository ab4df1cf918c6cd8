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

/** What the consolidated side lacks of the legacy side, and where it is to be changed. */
class PreflightIT {
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
                .containsOnlyKeys("severity", "code", "what", "parameter", "value", "file")
                .containsEntry("file", "samconfig.toml"))
        .map(it -> it.text("parameter").orElseThrow() + "=" + it.text("value").orElseThrow())
        .toList();
  }

  private static List<String> terraform(JsonObject result) {
    return result.objects("findings").stream()
        .flatMap(finding -> finding.text("terraform").stream())
        .toList();
  }

  private void policy(String repository, String principal) {
    landscape
        .ecr
        .store()
        .policy(
            repository,
            PolicyKind.ACCESS,
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,
              "Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}]}\
            """
                .formatted(principal));
  }

  @Test
  void namesWhoCouldPullByTheOldNameAndCannotByTheNew() {
    policy(BACKEND, CONSUMER);
    policy(CONSOLIDATED, "{\"AWS\":\"444455556666\"}");

    var result = preflight();

    assertThat(findings(result, "warning"))
        .containsExactly(
            "111122223333 may pull ml-platform/backend, and may not pull data-platform-dev");
    assertThat(remedies(result)).containsExactly("PullPrincipals=111122223333,444455556666");
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
  void namesWhomTheNewSideAloneDenies() {
    landscape
        .ecr
        .store()
        .policy(
            CONSOLIDATED,
            PolicyKind.ACCESS,
            """
            {"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"ecr:*"}}\
            """);

    assertThat(findings(preflight(), "warning"))
        .containsExactly(
            "data-platform-dev denies pulls to {\"NotPrincipal\":{\"AWS\":\"111122223333\"}},"
                + " unlike ml-platform/backend");
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
  void namesRepositoriesThatAreScannedOnPushByASettingOfTheirOwn() {
    landscape.ecr.store().scanOnPush(BACKEND, true);

    assertThat(findings(preflight(), "warning"))
        .containsExactly("ml-platform/backend scanned on push, and data-platform-dev is not");
  }

  @Test
  void comparesLifecyclePolicies() {
    landscape.create("ml-platform/backend-api");
    landscape.byHand(client -> client.deleteLifecyclePolicy(it -> it.repositoryName(CONSOLIDATED)));
    lifecycle(BACKEND, rule(1, "*", 200));
    lifecycle("ml-platform/backend-api", rule(1, "v*", 100));

    assertThat(remedies(preflight())).contains("LifecycleCounts=1/backend-api=100;2/backend=300");
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
    policy(BACKEND, CONSUMER);

    assertThat(preflight().texts("preflight"))
        .startsWith(
            "preflight of data-platform-dev passed: 0 errors, 1 warnings",
            "warning pullAccess: 111122223333 may pull ml-platform/backend, and may not pull"
                + " data-platform-dev")
        .contains(
            "        -> in samconfig.toml, parameter_overrides of the environment:"
                + " \"PullPrincipals=111122223333\",")
        .endsWith("what follows from each, and what to do: docs/runbook.md, \"Findings\"");
  }
}
