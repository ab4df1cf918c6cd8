package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScanOnPushCheckTest {
  private final PreflightWorld world = new PreflightWorld();

  @Test
  void findsNothingWhereNoLegacyRepositoryIsScannedByItsOwnSetting() {
    assertThat(check()).isEmpty();
  }

  @Test
  void namesTheRepositoriesThatAre() {
    world.scannedOnPush(BACKEND);

    assertThat(check())
        .hasValueSatisfying(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "scanOnPush: ml-platform/backend scanned on push, and data-platform-dev is not");
          assertThat(finding.remedy()).isEmpty();
        });
  }

  @Test
  void namesTheBlockOfTerraformWhereTheRepositoryIsNotTheStacks() {
    world.ownedByTerraform().scannedOnPush(BACKEND);

    assertThat(check().orElseThrow().remedy())
        .contains(
            new Terraform(
                """
                in the aws_ecr_repository:
                image_scanning_configuration {
                  scan_on_push = true
                }\
                """));
  }

  @Test
  void findsNothingWhereTheConsolidatedRepositoryIsScannedOnPush() {
    world.scannedOnPush(BACKEND).scannedOnPush(CONSOLIDATED);

    assertThat(check()).isEmpty();
  }

  @Test
  void asksOnlyTheRegistryWhereItHasARuleForTheConsolidatedRepository() {
    world.scannedOnPush(BACKEND);

    assertThat(check(new RegistryRule("BASIC SCAN_ON_PUSH", List.of("data-platform-*")))).isEmpty();
    assertThat(check(new RegistryRule("BASIC SCAN_ON_PUSH", List.of("ml-platform/*")))).isPresent();
  }

  private Optional<PreflightFinding> check(RegistryRule... rules) {
    return ScanOnPushCheck.check(world.input(), new Read<>(List.of(rules)));
  }
}
