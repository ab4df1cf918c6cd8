package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import org.junit.jupiter.api.Test;

class EncryptionCheckTest {
  private static final String KEY = "arn:aws:kms:us-east-1:123456789012:key/k";
  private static final Encryption KMS = new Encryption("KMS", KEY);

  private final PreflightWorld world = new PreflightWorld();

  @Test
  void findsNothingWhereBothSidesAreEncryptedAlike() {
    assertThat(EncryptionCheck.check(world.input())).isEmpty();
  }

  @Test
  void namesTheKeyThatALegacyRepositoryIsEncryptedWith() {
    world.encryption(BACKEND, KMS);

    assertThat(EncryptionCheck.check(world.input()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.summary())
              .isEqualTo(
                  "encryption: ml-platform/backend encrypted with KMS %s, data-platform-dev with"
                          .formatted(KEY)
                      + " AES256");
          assertThat(finding.remedy()).contains(new Parameter("RepositoryKmsKeyArn", KEY));
        });
  }

  @Test
  void namesNoKeyWhereTheLegacyRepositoriesHaveNone() {
    world.encryption(CONSOLIDATED, KMS);

    assertThat(EncryptionCheck.check(world.input()))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.what()).startsWith("ml-platform/backend, ml-platform/web encrypted");
          assertThat(finding.remedy()).contains(new Parameter("RepositoryKmsKeyArn", ""));
        });
  }

  @Test
  void hasOneFindingForEachOtherEncryption() {
    world.encryption(BACKEND, KMS).encryption(WEB, new Encryption("KMS_DSSE", KEY));

    assertThat(EncryptionCheck.check(world.input())).hasSize(2);
  }

  /** The template encrypts with AES256 or KMS only. */
  @Test
  void needsAnotherOwnerOfTheRepositoryForTwoLayersOfEncryption() {
    world.encryption(BACKEND, new Encryption("KMS_DSSE", KEY));

    assertThat(EncryptionCheck.check(world.input()))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.remedy())
                .contains(new Parameter("CreateConsolidatedRepository", "false")));
  }

  @Test
  void writesTheRepositoryThatTerraformWouldCreate() {
    world.ownedByTerraform().encryption(BACKEND, KMS);

    assertThat(EncryptionCheck.check(world.input()).getFirst().remedy().orElseThrow().text())
        .contains(
            "name                 = \"data-platform-dev\"",
            "encryption_type = \"KMS\"",
            "kms_key         = \"%s\"".formatted(KEY));
    assertThat(EncryptionCheck.repository(CONSOLIDATED, PreflightWorld.aes256()))
        .contains("encryption_type = \"AES256\"")
        .doesNotContain("kms_key");
  }
}
