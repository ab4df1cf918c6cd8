package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.mapping.MappingSettings;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.options.Options;
import java.time.Duration;
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
    var options = Options.ofEnvironment(environment);
    var mapped = MappingSettings.read(options);
    var window = Duration.ofDays(options.number("RECONCILE_WINDOW_DAYS", 3, 1, 999));
    options.refuseProblems("the environment variables do not make valid settings");
    return new Settings(
        mapped.orElseThrow().namespace(),
        mapped.orElseThrow().mapping(),
        options.text("EVENT_BUS_NAME").orElse("default"),
        window,
        options.text("MIRROR_QUEUE_URL"),
        options.text("MIRROR_ROLE_ARN"),
        options.text("CREATE_CONSOLIDATED_REPOSITORY").filter("true"::equals).isPresent());
  }
}
