package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
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
  void namesTheEncryptionOfTheOldestLegacyRepository() {
    var legacy =
        List.of(
            legacy("oldest", new Encryption("KMS", KEY)),
            legacy("youngest", new Encryption("AES256", "")));

    var finding = RunFindings.noConsolidatedRepository(CONSOLIDATED, legacy, true);

    assertThat(finding.what()).contains("data-platform-dev", "KMS " + KEY);
    assertThat(finding.remedy()).isEmpty();
  }

  @Test
  void leavesTheRepositoryOfTerraformToTerraform() {
    var legacy = List.of(legacy("oldest", new Encryption("KMS", KEY)));

    assertThat(terraform(legacy)).contains("aws_ecr_repository", "data-platform-dev", KEY);
  }

  @Test
  void encryptsItAsEcrDoesWhereNothingIsThereToCompareWith() {
    assertThat(terraform(List.of())).contains("encryption_type = \"AES256\"");
  }

  private static String terraform(List<Repository> legacy) {
    return RunFindings.noConsolidatedRepository(CONSOLIDATED, legacy, false)
        .remedy()
        .orElseThrow()
        .text();
  }

  @Test
  void namesTheNamespaceThatIsEmpty() {
    assertThat(RunFindings.noLegacyRepository(new RepositoryName("ml-platform")).what())
        .endsWith("namespace ml-platform");
  }

  @Test
  void namesTheRepositoryThatCouldNotBeReadAndWhy() {
    var finding = RunFindings.unread(new RepositoryName("ml-platform/backend"), "AccessDenied");

    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.what()).contains("ml-platform/backend", "AccessDenied");
  }

  @Test
  void tellsWhatWaitsFromWhatIsWrong() {
    var finding = RunFindings.waits(7, 123);

    assertThat(finding.severity()).isEqualTo(Severity.INFO);
    assertThat(finding.what())
        .isEqualTo("7 images were not requested: 123 still wait to be mirrored");
  }

  @Test
  void aRefusalIsWorseThanTimeThatIsUp() {
    var refused = RunFindings.refused("the bus throttles");

    assertThat(RunFindings.timeUp().severity()).isEqualTo(Severity.WARNING);
    assertThat(refused.severity()).isEqualTo(Severity.ERROR);
    assertThat(refused.what()).contains("the bus throttles");
  }
}
