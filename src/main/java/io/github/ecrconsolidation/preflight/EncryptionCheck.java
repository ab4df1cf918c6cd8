package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.LinkedHashMap;
import java.util.List;

/** Are both sides encrypted alike, as mounting demands? */
public final class EncryptionCheck {
  private EncryptionCheck() {}

  static List<PreflightFinding> check(PreflightInput input) {
    var consolidated = input.consolidated();
    var others =
        input.legacy().stream()
            .filter(repository -> !repository.encryption().equals(consolidated.encryption()))
            .collect(groupingBy(Repository::encryption, LinkedHashMap::new, toList()));
    return others.entrySet().stream()
        .map(group ->
            new PreflightFinding(
                WARNING,
                FindingCode.ENCRYPTION,
                "%s encrypted with %s, %s with %s"
                    .formatted(
                        PreflightFinding.examples(
                            group.getValue().stream().map(Repository::name).toList()),
                        group.getKey(),
                        consolidated.name(),
                        consolidated.encryption()),
                input.ownedByStack()
                    ? parameter(group.getKey())
                    : new Terraform(repository(consolidated.name(), group.getKey()))))
        .toList();
  }

  /** The template has no parameter for an encryption in two layers. */
  private static Remedy parameter(Encryption encryption) {
    return encryption.type().equals("KMS_DSSE")
        ? new Parameter("CreateConsolidatedRepository", "false")
        : new Parameter("RepositoryKmsKeyArn", encryption.key());
  }

  /** A repository like the one the template creates. */
  public static String repository(RepositoryName name, Encryption encryption) {
    return """
    resource "aws_ecr_repository" "consolidated" {
      name                 = "%s"
      image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"
      image_tag_mutability_exclusion_filter {
        filter      = "*latest"
        filter_type = "WILDCARD"
      }
      image_tag_mutability_exclusion_filter {
        filter      = "sha256-*"
        filter_type = "WILDCARD"
      }
      image_scanning_configuration {
        scan_on_push = true
      }
      encryption_configuration {
        encryption_type = "%s"%s
      }
    }\
    """
        .formatted(
            name,
            encryption.type(),
            encryption.key().isEmpty()
                ? ""
                : "\n    kms_key         = \"%s\"".formatted(encryption.key()));
  }
}
