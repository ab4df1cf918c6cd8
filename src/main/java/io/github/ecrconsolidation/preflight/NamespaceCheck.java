package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Map;
import java.util.Optional;

/** Does the consolidated repository name the legacy namespace, and no other, in its tag? */
final class NamespaceCheck {
  private NamespaceCheck() {}

  static Optional<PreflightFinding> check(
      PreflightInput input, Reading<Map<String, String>> tags, RepositoryName namespace) {
    var consolidated = input.consolidated().name();
    return switch (tags) {
      case Read<Map<String, String>>(var read) when NamespaceTag.names(namespace, read) ->
          Optional.empty();
      case Read<Map<String, String>>(var read) when read.containsKey(NamespaceTag.KEY) ->
          Optional.of(
              new PreflightFinding(
                  ERROR,
                  FindingCode.SECOND_NAMESPACE,
                  "%s mirrors the namespace %s by its resource tag, not %s"
                      .formatted(consolidated, read.get(NamespaceTag.KEY), namespace),
                  new Parameter("ConsolidatedRepository", "<another repository>")));
      case Read<Map<String, String>> _ ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  FindingCode.NAMESPACE_TAG,
                  "%s lacks the resource tag %s=%s"
                      .formatted(consolidated, NamespaceTag.KEY, namespace),
                  remedy(input, namespace)));
      case Failed<Map<String, String>>(_, var reason, _) ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  FindingCode.NAMESPACE_TAG_UNKNOWN,
                  "the resource tags of %s could not be read: %s".formatted(consolidated, reason)));
    };
  }

  /** From a repository of the stack it was removed by hand: the template states it already. */
  private static Optional<Remedy> remedy(PreflightInput input, RepositoryName namespace) {
    return input.ownedByStack()
        ? Optional.empty()
        : Optional.of(
            new Terraform(
                "in the aws_ecr_repository: tags = { \"%s\" = \"%s\" }"
                    .formatted(NamespaceTag.KEY, namespace)));
  }
}
