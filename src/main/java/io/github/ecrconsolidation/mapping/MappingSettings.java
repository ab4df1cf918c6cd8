package io.github.ecrconsolidation.mapping;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.options.Options;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that make the mapping, by the names of the environment variables, wherever their
 * values come from.
 *
 * @param namespace {@code LEGACY_NAMESPACE}: what all legacy repositories lie in
 * @param mapping of {@code CONSOLIDATED_REPOSITORY} and {@code SERVICE_PREFIXES}, which is {@code
 *     repository=prefix,...}
 */
public record MappingSettings(RepositoryName namespace, TagMapping mapping) {

  /** Reads {@code options}; empty when that fails, with the reasons among their problems. */
  public static Optional<MappingSettings> read(Options options) {
    var namespace = repository("LEGACY_NAMESPACE", "ml-platform", options);
    var consolidated = repository("CONSOLIDATED_REPOSITORY", "data-platform-dev", options);
    var prefixes = prefixes(options);
    if (namespace.isEmpty() || consolidated.isEmpty()) {
      return Optional.empty();
    }
    return options
        .valid("", () -> new TagMapping(namespace.get(), consolidated.get(), prefixes))
        .map(mapping -> new MappingSettings(namespace.get(), mapping));
  }

  private static Optional<RepositoryName> repository(String name, String example, Options options) {
    if (options.text(name).isEmpty()) {
      options.problem(
          "%s is not set; expected a repository name such as %s".formatted(name, example));
    }
    return options.value(name, name + " is ", RepositoryName::new);
  }

  private static Map<RepositoryName, TagPrefix> prefixes(Options options) {
    var prefixes = new LinkedHashMap<RepositoryName, TagPrefix>();
    var pairs = options.text("SERVICE_PREFIXES").map(value -> value.split(",", -1));
    for (var pair : pairs.orElse(new String[0])) {
      var parts = pair.strip().split("=", -1);
      if (parts.length != 2) {
        options.problem(
            "SERVICE_PREFIXES has '%s'; expected repository=prefix, such as ml-platform/backend=api"
                .formatted(pair.strip()));
        continue;
      }
      var repository =
          options.valid("SERVICE_PREFIXES: ", () -> new RepositoryName(parts[0].strip()));
      var prefix = options.valid("SERVICE_PREFIXES: ", () -> new TagPrefix(parts[1].strip()));
      if (repository.isPresent()
          && prefix.isPresent()
          && prefixes.putIfAbsent(repository.get(), prefix.get()) != null) {
        options.problem("SERVICE_PREFIXES names %s twice".formatted(repository.get()));
      }
    }
    return prefixes;
  }
}
