package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.toCollection;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
    var denied = denials(input.consolidated().name());
    if (denied.isEmpty()) {
      return List.of();
    }
    var legacy = new LinkedHashMap<RepositoryName, Set<String>>();
    input.legacyNames().stream()
        .filter(it -> settings.policiesOf(it).isPresent())
        .forEach(it -> legacy.put(it, denials(it)));
    return denied.stream().flatMap(it -> finding(it, legacy).stream()).toList();
  }

  private Optional<PreflightFinding> finding(
      String denied, Map<RepositoryName, Set<String>> legacy) {
    var without =
        legacy.entrySet().stream()
            .filter(it -> !it.getValue().contains(denied))
            .map(Map.Entry::getKey)
            .toList();
    return without.isEmpty()
        ? Optional.empty()
        : Optional.of(
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
