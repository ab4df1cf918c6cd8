package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunFindingsTest {
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";

  private static Repository legacy(String name, Encryption encryption) {
    return new Repository(
        new RepositoryName("ml-platform/" + name),
        Instant.parse("2026-01-01T00:00:00Z"),
        new TagMutability(Mode.MUTABLE, List.of()),
        encryption,
        false);
  }

  @Test
  void createsTheConsolidatedRepositoryEncryptedAsTheOldestLegacyRepository() {
    var legacy =
        List.of(
            legacy("oldest", new Encryption("KMS", KEY)),
            legacy("youngest", new Encryption("AES256", "")));

    assertThat(command(RunFindings.noConsolidatedRepository(CONSOLIDATED, legacy, true)))
        .startsWith("aws ecr create-repository --repository-name data-platform-dev ")
        .contains("encryptionType=KMS,kmsKey=" + KEY);
  }

  @Test
  void createsItAsEcrDoesWhereNothingIsThereToCompareWith() {
    assertThat(command(RunFindings.noConsolidatedRepository(CONSOLIDATED, List.of(), true)))
        .contains("encryptionType=AES256 ");
  }

  @Test
  void leavesTheRepositoryOfTerraformToTerraform() {
    var legacy = List.of(legacy("oldest", new Encryption("KMS", KEY)));

    assertThat(RunFindings.noConsolidatedRepository(CONSOLIDATED, legacy, false).remedy())
        .isInstanceOfSatisfying(
            Terraform.class,
            terraform ->
                assertThat(terraform.lines())
                    .contains("aws_ecr_repository", "data-platform-dev", KEY));
  }

  @Test
  void namesTheRepositoryThatCouldNotBeReadAndWhy() {
    var finding = RunFindings.unread(new RepositoryName("ml-platform/backend"), "AccessDenied");

    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.what()).contains("ml-platform/backend", "AccessDenied");
    assertThat(command(finding)).endsWith("--repository-name ml-platform/backend");
  }

  @Test
  void tellsWhatWaitsFromWhatIsWrong() {
    var finding = RunFindings.waits("reconcile:live", 7, 123, 100);

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.what())
        .isEqualTo("7 images were not requested: 123 still wait to be mirrored");
    assertThat(finding.means()).contains("fewer than 100 waiting");
    assertThat(command(finding)).contains("--function-name reconcile:live", "dryRun");
  }

  @Test
  void runsAgainWhatEndedEarly() {
    var late = RunFindings.timeUp("reconcile:live");
    var refused = RunFindings.refused("reconcile:live", "the bus throttles");

    assertThat(late.severity()).isEqualTo(Severity.WARNING);
    assertThat(refused.severity()).isEqualTo(Severity.ERROR);
    assertThat(refused.what()).contains("the bus throttles");
    assertThat(List.of(command(late), command(refused)))
        .allMatch(command -> command.contains("--function-name reconcile:live"))
        .allMatch(command -> command.contains("--payload '{}'"));
  }

  private static String command(PreflightFinding finding) {
    return ((Command) finding.remedy()).line();
  }
}
