package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading;
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
                FindingCode.SCAN_ON_PUSH,
                "%s scanned on push, and %s is not"
                    .formatted(PreflightFinding.examples(scanned), consolidated.name()),
                remedy(input)));
  }

  /** The template always states it, so in a repository of the stack it was switched off by hand. */
  private static Optional<Remedy> remedy(PreflightInput input) {
    return input.ownedByStack()
        ? Optional.empty()
        : Optional.of(
            new Terraform(
                """
                in the aws_ecr_repository:
                image_scanning_configuration {
                  scan_on_push = true
                }\
                """));
  }
}
