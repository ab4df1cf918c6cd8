package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.List;
import java.util.Optional;

/**
 * Which legacy repositories are scanned on push by a setting of their own that the consolidated one
 * lacks? Where a rule of the registry is for the consolidated repository, its own setting is not
 * asked (ECR user guide, "Scan images for software vulnerabilities").
 */
final class ScanOnPushCheck {
  private ScanOnPushCheck() {}

  static Optional<PreflightFinding> check(
      PreflightInput input, Reading<List<RegistryRule>> scanning) {
    var consolidated = input.consolidated();
    var byRegistry =
        scanning.answer().stream()
            .flatMap(List::stream)
            .anyMatch(rule -> rule.covers(consolidated.name()));
    var scanned =
        input.legacy().stream().filter(Repository::scannedOnPush).map(Repository::name).toList();
    return consolidated.scannedOnPush() || byRegistry || scanned.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                WARNING,
                "scanOnPush",
                "%s scanned on push, and %s is not"
                    .formatted(PreflightFinding.examples(scanned), consolidated.name()),
                "vulnerabilities of images pushed by the new name are not found",
                remedy(input)));
  }

  /** The template always states it, so in a repository of the stack it was switched off by hand. */
  private static Remedy remedy(PreflightInput input) {
    return input.ownedByStack()
        ? new Command(
            """
            aws ecr put-image-scanning-configuration --repository-name %s \
            --image-scanning-configuration scanOnPush=true\
            """
                .formatted(input.consolidated().name()))
        : new Terraform(
            """
            in the aws_ecr_repository:
            image_scanning_configuration {
              scan_on_push = true
            }\
            """);
  }
}
