package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.oci.RegistryRule;
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
  private static final Kind REPLICATION =
      new Kind(
          "replication",
          FindingCode.REPLICATION,
          FindingCode.REPLICATION_UNKNOWN,
          "replicated to",
          "aws_ecr_replication_configuration",
          "PREFIX_MATCH");

  /** Images are scanned on push, and again later; it wins over a rule for scanning on push. */
  private static final String MOST_SCANNING = "ENHANCED CONTINUOUS_SCAN";

  private static final Kind SCANNING =
      new Kind(
          "scanning",
          FindingCode.SCANNING,
          FindingCode.SCANNING_UNKNOWN,
          "scanned",
          "aws_ecr_registry_scanning_configuration",
          "WILDCARD");

  private final PreflightInput input;

  RegistryRuleCheck(PreflightInput input) {
    this.input = input;
  }

  /**
   * What the rules do.
   *
   * @param verb what is done to a repository, before the effect of a rule
   * @param resource of Terraform that states them
   * @param filterType of a filter of theirs
   */
  private record Kind(
      String name,
      FindingCode lacking,
      FindingCode unknown,
      String verb,
      String resource,
      String filterType) {}

  List<PreflightFinding> replication(Reading<List<RegistryRule>> rules) {
    return check(REPLICATION, rules);
  }

  List<PreflightFinding> scanning(Reading<List<RegistryRule>> rules) {
    return check(SCANNING, rules);
  }

  private List<PreflightFinding> check(Kind kind, Reading<List<RegistryRule>> rules) {
    return switch (rules) {
      case Read<List<RegistryRule>>(var read) ->
          read.stream().flatMap(rule -> lacking(kind, rule, read)).toList();
      case Failed<List<RegistryRule>>(_, var reason, _) ->
          List.of(
              new PreflightFinding(
                  WARNING,
                  kind.unknown,
                  "the rules of %s could not be read: %s".formatted(kind.name, reason)));
    };
  }

  private Stream<PreflightFinding> lacking(Kind kind, RegistryRule rule, List<RegistryRule> all) {
    var consolidated = input.consolidated().name();
    var covered = input.legacyNames().stream().filter(rule::covers).toList();
    var enough =
        all.stream()
            .filter(it -> it.effect().equals(rule.effect()) || it.effect().equals(MOST_SCANNING));
    return covered.isEmpty() || enough.anyMatch(it -> it.covers(consolidated))
        ? Stream.empty()
        : Stream.of(
            new PreflightFinding(
                WARNING,
                kind.lacking,
                "%s %s %s, and %s is not"
                    .formatted(
                        PreflightFinding.examples(covered), kind.verb, rule.effect(), consolidated),
                filter(kind, rule)));
  }

  private Remedy filter(Kind kind, RegistryRule rule) {
    return new Terraform(
        """
        %s, in the rule for %s:
        repository_filter {
          filter      = "%s"
          filter_type = "%s"
        }\
        """
            .formatted(kind.resource, rule.effect(), input.consolidated().name(), kind.filterType));
  }
}
