package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Remedy.Command;
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
                  "secondNamespace",
                  "%s mirrors the namespace %s by its resource tag, not %s"
                      .formatted(consolidated, read.get(NamespaceTag.KEY), namespace),
                  "two namespaces in one repository could claim each other's tags; the clean-up"
                      + " refuses to remove anything. Give this namespace a repository of its own",
                  new Parameter("ConsolidatedRepository", "<another repository>")));
      case Read<Map<String, String>> _ ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "namespaceTag",
                  "%s lacks the resource tag %s".formatted(consolidated, NamespaceTag.KEY),
                  "the clean-up refuses to archive or delete without it",
                  remedy(input, namespace)));
      case Failed<Map<String, String>>(_, var reason, _) ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "namespaceTagUnknown",
                  "the resource tags of %s could not be read: %s".formatted(consolidated, reason),
                  "whether it mirrors another namespace could not be determined",
                  new Command("aws ecr list-tags-for-resource --resource-arn " + arn(input))));
    };
  }

  /**
   * A template states the tag, so the next deploy keeps what was removed by hand and is put back.
   */
  private static Remedy remedy(PreflightInput input, RepositoryName namespace) {
    var command =
        "aws ecr tag-resource --resource-arn %s --tags Key=%s,Value=%s"
            .formatted(arn(input), NamespaceTag.KEY, namespace);
    return input.ownedByStack()
        ? new Command(command)
        : new Terraform(
            "in the aws_ecr_repository: tags = { \"%s\" = \"%s\" }\n# without Terraform: %s"
                .formatted(NamespaceTag.KEY, namespace, command));
  }

  private static String arn(PreflightInput input) {
    return "$(aws ecr describe-repositories --repository-names %s --query 'repositories[0].repositoryArn' --output text)"
        .formatted(input.consolidated().name());
  }
}
