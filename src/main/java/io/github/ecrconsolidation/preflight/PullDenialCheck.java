package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.toCollection;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whom does the consolidated side alone keep from pulling? A denial wins over whatever allows it
 * (IAM user guide, "Policy evaluation logic").
 */
final class PullDenialCheck {
  /** Registries are reached over TLS only, so this concerns nobody. */
  private static final String WITHOUT_TLS = "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}";

  private final PreflightInput input;
  private final Settings settings;

  PullDenialCheck(PreflightInput input, Settings settings) {
    this.input = input;
    this.settings = settings;
  }

  List<PreflightFinding> check() {
    return denials(input.consolidated().name()).stream().flatMap(this::finding).toList();
  }

  private Stream<PreflightFinding> finding(String denied) {
    var without =
        input.legacyNames().stream()
            .filter(it -> settings.policiesOf(it).isPresent() && !denials(it).contains(denied))
            .toList();
    return without.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new PreflightFinding(
                WARNING,
                FindingCode.PULL_DENIED,
                "%s denies pulls to %s, unlike %s"
                    .formatted(
                        input.consolidated().name(), denied, PreflightFinding.examples(without))));
  }

  private Set<String> denials(RepositoryName repository) {
    return settings
        .accessPolicies(repository)
        .flatMap(policy ->
            PullGrant.ACTIONS.stream()
                .flatMap(action -> PolicyStatement.of(policy, "Deny", repository, action)))
        .filter(statement -> !statement.condition().equals(WITHOUT_TLS))
        .map(PullDenialCheck::denied)
        .collect(toCollection(TreeSet::new));
  }

  private static String denied(PolicyStatement statement) {
    var condition = statement.condition();
    return statement.principals() + (condition.isEmpty() ? "" : " if " + condition);
  }
}
