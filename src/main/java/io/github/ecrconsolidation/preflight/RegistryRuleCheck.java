package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which replication and scanning of the registry is for legacy repositories and not for the
 * consolidated one? These rules belong to account and region, never to the stack.
 */
final class RegistryRuleCheck {
  private final PreflightInput input;

  RegistryRuleCheck(PreflightInput input) {
    this.input = input;
  }

  List<PreflightFinding> replication(Reading<List<RegistryRule>> rules) {
    return check(
        rules,
        "replication",
        "replicated to",
        "images pushed by the new name are missing there",
        "aws_ecr_replication_configuration",
        "PREFIX_MATCH",
        "aws ecr describe-registry");
  }

  List<PreflightFinding> scanning(Reading<List<RegistryRule>> rules) {
    return check(
        rules,
        "scanning",
        "scanned",
        "vulnerabilities of images pushed by the new name are not found",
        "aws_ecr_registry_scanning_configuration",
        "WILDCARD",
        "aws ecr get-registry-scanning-configuration");
  }

  private List<PreflightFinding> check(
      Reading<List<RegistryRule>> rules,
      String code,
      String verb,
      String means,
      String resource,
      String filterType,
      String command) {
    return switch (rules) {
      case Read<List<RegistryRule>>(var read) ->
          read.stream()
              .flatMap(rule -> lacking(rule, read, code, verb, means, resource, filterType))
              .toList();
      case Failed<List<RegistryRule>>(_, var reason, _) ->
          List.of(
              new PreflightFinding(
                  WARNING,
                  code + "Unknown",
                  "the rules of %s could not be read: %s".formatted(code, reason),
                  "whether the consolidated repository lacks one could not be determined",
                  new Command(command)));
    };
  }

  private Stream<PreflightFinding> lacking(
      RegistryRule rule,
      List<RegistryRule> all,
      String code,
      String verb,
      String means,
      String resource,
      String filterType) {
    var consolidated = input.consolidated().name();
    var covered = input.legacyNames().stream().filter(rule::covers).toList();
    var same = all.stream().filter(it -> it.effect().equals(rule.effect()));
    return covered.isEmpty() || same.anyMatch(it -> it.covers(consolidated))
        ? Stream.empty()
        : Stream.of(
            new PreflightFinding(
                WARNING,
                code,
                "%s %s %s, and %s is not"
                    .formatted(
                        PreflightFinding.examples(covered), verb, rule.effect(), consolidated),
                means + "; the setting belongs to the registry, so change it where that is owned",
                new Terraform(
                    """
                    %s, in the rule for %s:
                    repository_filter {
                      filter      = "%s"
                      filter_type = "%s"
                    }\
                    """
                        .formatted(resource, rule.effect(), consolidated, filterType))));
  }
}
