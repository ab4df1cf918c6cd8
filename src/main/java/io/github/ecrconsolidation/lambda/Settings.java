package io.github.ecrconsolidation.lambda;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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
 */
record Settings(
    RepositoryName namespace,
    TagMapping mapping,
    String eventBusName,
    Duration reconcileWindow,
    Optional<String> mirrorQueueUrl,
    Optional<String> mirrorRoleArn) {

  /**
   * Reads the settings from {@code environment}.
   *
   * @throws IllegalArgumentException listing every problem at once
   */
  static Settings from(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var namespace = repository("LEGACY_NAMESPACE", "ml-platform", environment, problems);
    var consolidated =
        repository("CONSOLIDATED_REPOSITORY", "data-platform-dev", environment, problems);
    var window = days("RECONCILE_WINDOW_DAYS", 3, environment, problems);
    var prefixes = prefixes(environment.getOrDefault("SERVICE_PREFIXES", ""), problems);
    if (namespace.isPresent() && consolidated.isPresent()) {
      var mapping =
          valid("", () -> new TagMapping(namespace.get(), consolidated.get(), prefixes), problems);
      if (mapping.isPresent() && problems.isEmpty()) {
        return new Settings(
            namespace.get(),
            mapping.get(),
            text("EVENT_BUS_NAME", environment).orElse("default"),
            window,
            text("MIRROR_QUEUE_URL", environment),
            text("MIRROR_ROLE_ARN", environment));
      }
    }
    throw new IllegalArgumentException(
        "the environment variables do not make valid settings:\n- "
            + String.join("\n- ", problems));
  }

  private static Optional<RepositoryName> repository(
      String name, String example, Map<String, String> environment, List<String> problems) {
    var value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      problems.add("%s is not set; expected a repository name such as %s".formatted(name, example));
      return Optional.empty();
    }
    return valid(name + " is ", () -> new RepositoryName(value), problems);
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

  private static Map<RepositoryName, TagPrefix> prefixes(String value, List<String> problems) {
    var prefixes = new LinkedHashMap<RepositoryName, TagPrefix>();
    for (var pair : value.isBlank() ? new String[0] : value.split(",", -1)) {
      var parts = pair.strip().split("=", -1);
      if (parts.length != 2) {
        problems.add(
            "SERVICE_PREFIXES has '%s'; expected repository=prefix, such as ml-platform/backend=api"
                .formatted(pair.strip()));
        continue;
      }
      var repository =
          valid("SERVICE_PREFIXES: ", () -> new RepositoryName(parts[0].strip()), problems);
      var prefix = valid("SERVICE_PREFIXES: ", () -> new TagPrefix(parts[1].strip()), problems);
      if (repository.isPresent()
          && prefix.isPresent()
          && prefixes.putIfAbsent(repository.get(), prefix.get()) != null) {
        problems.add("SERVICE_PREFIXES names %s twice".formatted(repository.get()));
      }
    }
    return prefixes;
  }

  private static <T> Optional<T> valid(String name, Supplier<T> value, List<String> problems) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException e) {
      problems.add(name + e.getMessage());
      return Optional.empty();
    }
  }
}
