package io.github.ecrconsolidation.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.PolicyKind;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What deploys of this stack, failed ones and repeated ones, leave of the repository. */
class StackIT {
  private static final String CONSOLIDATED = "data-platform-dev";
  private static final String TAGS = "{ecr-consolidation:legacy-namespace=ml-platform}";

  private final LocalEcr ecr = LocalEcr.start();
  private final List<String> logGroups = new ArrayList<>();
  private final ModelStack stack = new ModelStack(ecr, logGroups);
  private final RepositoryHandler handler = new RepositoryHandler(ecr.endpoint());

  @AfterEach
  void stop() {
    ecr.close();
  }

  @Test
  void theRepositoryNamesItsNamespace() {
    stack.deploy(Map.of());

    assertThat(handler.settings(CONSOLIDATED))
        .containsEntry("tags", TAGS)
        .containsEntry("mutable", "[*latest, sha256-*]")
        .containsEntry("policy", "")
        .containsEntry("lifecycle", "");
  }

  /** Why there is a parameter for each of these: the model does what CloudFormation does. */
  @Test
  void theNextChangeRemovesWhatIsSetByHand() {
    stack.deploy(Map.of());
    ecr.store().policy(CONSOLIDATED, PolicyKind.ACCESS, "{\"set\":\"by hand\"}");

    stack.deploy(Map.of("ReconcileWindowDays", "7"));
    assertThat(handler.settings(CONSOLIDATED)).containsEntry("policy", "{\"set\":\"by hand\"}");

    stack.deploy(Map.of("LifecycleCounts", "1/backend=200"));
    assertThat(handler.settings(CONSOLIDATED)).containsEntry("policy", "");
  }

  @Test
  void whatParametersSaySurvivesEveryChange() {
    stack.deploy(
        Map.of(
            "PullPrincipals", "111122223333,arn:aws:iam::444455556666:role/nodes",
            "PullOrganizationId", "o-a1b2c3d4e5",
            "PullLambdaFunctions", "arn:aws:lambda:*:111122223333:function:*",
            "MutableTags", "*-main,*-dev"));
    var policy = handler.settings(CONSOLIDATED).get("policy");
    assertThat(policy)
        .contains("\"AWS\":[\"111122223333\",\"arn:aws:iam::444455556666:role/nodes\"]")
        .contains("\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"")
        .contains("\"aws:SourceArn\":[\"arn:aws:lambda:*:111122223333:function:*\"]");

    for (var change :
        List.of(
            Map.of("LifecycleCounts", "1/backend=200"),
            Map.of("LifecycleCounts", ""),
            Map.of("MutableTags", "*-main,*-dev,*-edge"),
            Map.of("CleanupMode", "delete"),
            Map.of("MutableTags", "*-main,*-dev"))) {
      stack.deploy(change);

      assertThat(handler.settings(CONSOLIDATED))
          .containsEntry("policy", policy)
          .containsEntry("tags", TAGS);
    }
    assertThat(handler.settings(CONSOLIDATED))
        .containsEntry("mutable", "[*-dev, *-main, *latest, sha256-*]")
        .containsEntry("lifecycle", "");
  }

  @Test
  void aParameterTakenBackIsTakenBack() {
    stack.deploy(Map.of("PullOrganizationId", "o-a1b2c3d4e5", "MutableTags", "*"));

    stack.deploy(Map.of("PullOrganizationId", "", "MutableTags", ""));

    assertThat(handler.settings(CONSOLIDATED))
        .containsEntry("policy", "")
        .containsEntry("mutable", "[*latest, sha256-*]");
  }

  @Test
  void theRecordOfProveStaysIfItIsStated() {
    var proof = new ProofRecord(LocalDate.parse("2026-01-31"), Release.CURRENT).toString();
    stack.deploy(Map.of());
    ecr.store().tagResource(CONSOLIDATED, Map.of(ProofRecord.TAG_KEY, proof));

    stack.deploy(Map.of("ProofRecord", proof));
    stack.deploy(Map.of("LifecycleCounts", "1/backend=200"));
    assertThat(handler.settings(CONSOLIDATED).get("tags"))
        .contains(ProofRecord.TAG_KEY + "=" + proof);

    stack.deploy(Map.of("ProofRecord", ""));
    assertThat(handler.settings(CONSOLIDATED)).containsEntry("tags", TAGS);
  }

  @Test
  void scanningOnPushThatWasSwitchedOffByHandIsSwitchedOnWithTheNextChange() {
    stack.deploy(Map.of());
    ecr.store().scanOnPush(CONSOLIDATED, false);

    stack.deploy(Map.of("LifecycleCounts", "1/backend=200"));

    assertThat(handler.settings(CONSOLIDATED)).containsEntry("scanOnPush", "true");
  }

  @Test
  void aFailedFirstDeployLeavesNothingInTheWayOfTheNext() {
    assertThatThrownBy(() -> stack.deployAndFail(Map.of())).hasMessage("another resource failed");
    assertThat(logGroups).isEmpty();

    stack.deploy(Map.of());
    assertThat(handler.settings(CONSOLIDATED)).containsEntry("tags", TAGS);
  }

  @Test
  void aStackThatWasDeletedCanBeDeployedAgainBesideItsRepository() {
    stack.deploy(Map.of());
    stack.delete();

    assertThatThrownBy(() -> stack.deploy(Map.of()))
        .hasMessage("data-platform-dev could not be created");
    stack.deploy(Map.of("CreateConsolidatedRepository", "false"));

    assertThat(handler.settings(CONSOLIDATED)).containsEntry("tags", TAGS);
    assertThat(logGroups).hasSize(2);
  }

  @Test
  void theRepositoryLeavesTheStackAsItIs() {
    stack.deploy(Map.of("PullOrganizationId", "o-a1b2c3d4e5"));

    stack.deploy(Map.of("CreateConsolidatedRepository", "false", "PullOrganizationId", ""));

    assertThat(handler.settings(CONSOLIDATED).get("policy")).contains("o-a1b2c3d4e5");
  }

  @Test
  void theKeyOfTheRepositoryCannotChange() {
    stack.deploy(Map.of());

    assertThatThrownBy(() ->
            stack.deploy(
                Map.of(
                    "RepositoryKmsKeyArn",
                    "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")))
        .hasMessageContaining("cannot be changed");
    assertThat(handler.settings(CONSOLIDATED)).containsEntry("tags", TAGS);
  }

  @Test
  void aParameterLeftOutKeepsItsValueAndOneStatedIsWhatItSays() {
    var input = "Resources/CleanupFunction/Properties/Events/Schedule/Properties/Input";
    stack.deploy(Map.of("CleanupMode", "delete", "CutoverDate", "2026-01-31"));

    stack.deploy(Map.of());
    assertThat(stack.template().text(input))
        .contains("\"cutoverDate\":\"2026-01-31\"", "\"mode\":\"delete\"");

    stack.deploy(Map.of("CleanupMode", "report", "CutoverDate", "none"));
    assertThat(stack.template().text(input))
        .contains("\"cutoverDate\":\"\"", "\"mode\":\"report\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ServicePrefixes|backend=api",
        "ServicePrefixes|ml-platform/backend=sha256",
        "ServicePrefixes|ml-platform/backend=api,ml-platform/backend=web",
        "ServicePrefixes|ml-platform/backend=api,",
        "ConsolidatedRepository|ml-platform/x",
        "LifecycleCounts|1/backend=200;1/frontend=100",
        "CutoverDate|2026-13-45",
        "CutoverDate|2026-02-29",
        "CutoverDate|2026-04-31",
        "CutoverDate|''",
        "MutableTags|a,b,c,d",
        "ProofRecord|yesterday",
        "MirrorMaximumConcurrency|1",
        "PullOrganizationId|everybody",
        "PullPrincipals|*",
        "VpcSubnetIds|vpc-1234abcd",
        "SystemLogLevel|ERROR"
      })
  void refusesAParameterBeforeAnythingIsCreated(String parameter, String value) {
    assertThatThrownBy(() -> stack.deploy(Map.of(parameter, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(parameter);
    assertThat(ecr.audit().entries()).isEmpty();
    assertThat(logGroups).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"VpcSubnetIds, subnet-1234abcd", "VpcSecurityGroupIds, sg-1234abcd"})
  void refusesHalfAVpc(String parameter, String value) {
    assertThatThrownBy(() -> stack.deploy(Map.of(parameter, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(parameter + " need ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PullPrincipals|111122223333",
        "PullOrganizationId|o-a1b2c3d4e5",
        "PullLambdaFunctions|arn:aws:lambda:us-east-1:111122223333:function:*",
        "MutableTags|*-main",
        "ProofRecord|2026-01-31:1.0.0",
        "LifecycleCounts|1/backend=200",
        "RepositoryKmsKeyArn|arn:aws:kms:us-east-1:111122223333:key/1234abcd"
      })
  void refusesSettingsOfARepositoryThatIsNotItsOwn(String parameter, String value) {
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));

    assertThatThrownBy(
            () -> stack.deploy(Map.of("CreateConsolidatedRepository", "false", parameter, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(parameter + " needs CreateConsolidatedRepository");
  }
}
