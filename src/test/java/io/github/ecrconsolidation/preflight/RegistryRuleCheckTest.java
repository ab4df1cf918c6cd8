package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryRuleCheckTest {
  private final RegistryRuleCheck check = new RegistryRuleCheck(new PreflightWorld().input());

  private static RegistryRule rule(String effect, String... filters) {
    return new RegistryRule(effect, List.of(filters));
  }

  private List<PreflightFinding> replication(RegistryRule... rules) {
    return check.replication(new Read<>(List.of(rules)));
  }

  @Test
  void findsNothingWhereARuleIsForBothSidesOrForNeither() {
    assertThat(replication()).isEmpty();
    assertThat(replication(rule("eu-west-1"))).isEmpty();
    assertThat(replication(rule("eu-west-1", "ml-*", "data-*"))).isEmpty();
    assertThat(replication(rule("eu-west-1", "other/*"))).isEmpty();
  }

  @Test
  void namesTheFilterThatReplicationLacks() {
    assertThat(replication(rule("eu-west-1", "ml-platform/backend")))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "replication: ml-platform/backend replicated to eu-west-1, and data-platform-dev"
                      + " is not");
          assertThat(finding.remedy())
              .contains(
                  new Terraform(
                      """
                      aws_ecr_replication_configuration, in the rule for eu-west-1:
                      repository_filter {
                        filter      = "data-platform-dev"
                        filter_type = "PREFIX_MATCH"
                      }\
                      """));
        });
  }

  @Test
  void takesOneRuleForAnotherOnlyIfBothDoTheSame() {
    var legacy = rule("eu-west-1", "ml-platform/*");

    assertThat(replication(legacy, rule("eu-west-1", "data-*"))).isEmpty();
    assertThat(replication(legacy, rule("us-west-2", "data-*"))).hasSize(1);
  }

  @Test
  void namesTheFilterThatScanningLacks() {
    assertThat(check.scanning(new Read<>(List.of(rule("ENHANCED", "ml-platform/*")))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "scanning: ml-platform/backend, ml-platform/web scanned ENHANCED, and"
                      + " data-platform-dev is not");
          assertThat(finding.remedy().orElseThrow().text())
              .contains("aws_ecr_registry_scanning_configuration", "WILDCARD");
        });
  }

  /** ECR user guide, "Filters to choose which repositories are scanned". */
  @Test
  void takesContinuousScanningForMoreThanScanningOnPush() {
    var onPush = rule("ENHANCED SCAN_ON_PUSH", "ml-platform/*");
    var continuous = rule("ENHANCED CONTINUOUS_SCAN", "data-*");

    assertThat(check.scanning(new Read<>(List.of(onPush, continuous)))).isEmpty();
    assertThat(
            check.scanning(
                new Read<>(
                    List.of(
                        rule("ENHANCED CONTINUOUS_SCAN", "ml-platform/*"),
                        rule("ENHANCED SCAN_ON_PUSH", "data-*")))))
        .hasSize(1);
  }

  @Test
  void saysWhichRulesCouldNotBeRead() {
    assertThat(check.replication(PreflightWorld.denied()))
        .extracting(PreflightFinding::summary)
        .containsExactly(
            "replicationUnknown: the rules of replication could not be read: access denied");
    assertThat(check.scanning(PreflightWorld.denied()))
        .extracting(PreflightFinding::code)
        .containsExactly(FindingCode.SCANNING_UNKNOWN);
  }
}
