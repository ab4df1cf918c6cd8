package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.mapping.MappingSettings;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of all functions, from environment variables.
 *
 * @param namespace {@code LEGACY_NAMESPACE}: what all legacy repositories lie in
 * @param mapping of {@code CONSOLIDATED_REPOSITORY} and {@code SERVICE_PREFIXES}, which is {@code
 *     repository=prefix,...}
 * @param eventBusName {@code EVENT_BUS_NAME}, {@code default} if not set
 * @param reconcileWindow {@code RECONCILE_WINDOW_DAYS}, 3 if not set: how long after its push a
 *     missing image counts as missed
 * @param mirrorQueueUrl {@code MIRROR_QUEUE_URL}: whose backlog holds the reconciler back, if set
 * @param mirrorRoleArn {@code MIRROR_ROLE_ARN}: whose pulls should not count, if set
 * @param ownsConsolidatedRepository {@code CREATE_CONSOLIDATED_REPOSITORY} is {@code true}: the
 *     settings of the repository are parameters of the stack
 */
record Settings(
    RepositoryName namespace,
    TagMapping mapping,
    String eventBusName,
    Duration reconcileWindow,
    Optional<String> mirrorQueueUrl,
    Optional<String> mirrorRoleArn,
    boolean ownsConsolidatedRepository) {

  /**
   * Reads the settings from {@code environment}.
   *
   * @throws IllegalArgumentException listing every problem at once
   */
  static Settings from(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var mapped = MappingSettings.read(environment, problems);
    var window = days("RECONCILE_WINDOW_DAYS", 3, environment, problems);
    if (mapped.isPresent() && problems.isEmpty()) {
      return new Settings(
          mapped.get().namespace(),
          mapped.get().mapping(),
          text("EVENT_BUS_NAME", environment).orElse("default"),
          window,
          text("MIRROR_QUEUE_URL", environment),
          text("MIRROR_ROLE_ARN", environment),
          text("CREATE_CONSOLIDATED_REPOSITORY", environment).filter("true"::equals).isPresent());
    }
    throw new IllegalArgumentException(
        "the environment variables do not make valid settings:\n- "
            + String.join("\n- ", problems));
  }

  private static Optional<String> text(String name, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static Duration days(
      String name, int ifNotSet, Map<String, String> environment, List<String> problems) {
    var value = text(name, environment).orElse(Integer.toString(ifNotSet));
    if (!value.matches("[1-9]\\d{0,2}")) {
      problems.add("%s is '%s'; expected 1 to 999 days".formatted(name, value));
      return Duration.ofDays(ifNotSet);
    }
    return Duration.ofDays(Integer.parseInt(value));
  }
}
