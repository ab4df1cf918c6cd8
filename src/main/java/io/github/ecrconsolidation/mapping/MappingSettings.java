package io.github.ecrconsolidation.mapping;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings that make the mapping, by the names of the environment variables, wherever their
 * values come from.
 *
 * @param namespace {@code LEGACY_NAMESPACE}: what all legacy repositories lie in
 * @param mapping of {@code CONSOLIDATED_REPOSITORY} and {@code SERVICE_PREFIXES}, which is {@code
 *     repository=prefix,...}
 */
public record MappingSettings(RepositoryName namespace, TagMapping mapping) {

  /**
   * Reads {@code environment}; empty when that fails, with the reasons added to {@code problems}.
   */
  public static Optional<MappingSettings> read(
      Map<String, String> environment, List<String> problems) {
    var namespace = repository("LEGACY_NAMESPACE", "ml-platform", environment, problems);
    var consolidated =
        repository("CONSOLIDATED_REPOSITORY", "data-platform-dev", environment, problems);
    var prefixes = prefixes(environment.getOrDefault("SERVICE_PREFIXES", ""), problems);
    if (namespace.isEmpty() || consolidated.isEmpty()) {
      return Optional.empty();
    }
    return valid("", () -> new TagMapping(namespace.get(), consolidated.get(), prefixes), problems)
        .map(mapping -> new MappingSettings(namespace.get(), mapping));
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
