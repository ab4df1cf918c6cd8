package io.github.ecrconsolidation.references;

import static java.util.Comparator.comparingInt;

import io.github.ecrconsolidation.mapping.TagMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which consolidated repository the images of a registry are mirrored to.
 *
 * @param standard for the registry of {@code account} and {@code region}
 * @param account the account whose images are mirrored; empty when it is not given
 * @param region likewise
 * @param rules what an account and region, or a path, is mirrored to; with any, they alone decide
 */
public record Targets(
    TagMapping standard, Optional<String> account, Optional<String> region, List<Rule> rules) {

  public Targets {
    rules = List.copyOf(rules);
  }

  /** One line of a mapping file. */
  public sealed interface Rule {
    /** What the matching references become. */
    TagMapping mapping();
  }

  /** For all references to the registry of this account, and of this region if there is one. */
  public record Registry(String account, Optional<String> region, TagMapping mapping)
      implements Rule {
    private boolean matches(RegistryHost host) {
      return host.account().filter(account::equals).isPresent()
          && (region.isEmpty() || host.region().equals(region));
    }
  }

  /** For all references in this file, or in the files of this directory. */
  public record Path(String path, TagMapping mapping) implements Rule {
    private boolean matches(String input) {
      return ("/" + input + "/").contains("/" + path + "/");
    }
  }

  /** The answer: a mapping, or why there is none. */
  sealed interface Target {
    record To(TagMapping mapping) implements Target {}

    record None(String reason) implements Target {}
  }

  /**
   * Where the references to {@code host} in the file {@code input} go.
   *
   * @param seen the registries that the inputs name in full
   */
  Target of(String input, RegistryHost host, Set<RegistryHost> seen) {
    return rules.isEmpty() ? byOptions(host, seen) : byRules(input, host);
  }

  private Target byOptions(RegistryHost host, Set<RegistryHost> seen) {
    if (isOther(account, host.account()) || isOther(region, host.region())) {
      return new Target.None(
          "it is of the registry %s, and %s/%s is what is mirrored"
              .formatted(host, account.orElse("any account"), region.orElse("any region")));
    }
    var candidates =
        seen.stream()
            .filter(one -> !isOther(account, one.account()) && !isOther(region, one.region()))
            .toList();
    return candidates.size() > 1
        ? new Target.None(
            "the input names several registries, %s and %s; say with --account and --region which is mirrored to %s, or give a --mapping"
                .formatted(candidates.get(0), candidates.get(1), standard.consolidated()))
        : new Target.To(standard);
  }

  private static boolean isOther(Optional<String> expected, Optional<String> said) {
    return expected.isPresent() && said.isPresent() && !expected.equals(said);
  }

  private Target byRules(String input, RegistryHost host) {
    var registry = registry(host);
    var path = path(input);
    if (registry.isPresent()
        && path.isPresent()
        && !registry.get().consolidated().equals(path.get().consolidated())) {
      return new Target.None(
          "the mapping has %s for the registry %s, and %s for this path"
              .formatted(registry.get().consolidated(), host, path.get().consolidated()));
    }
    if (registry.isEmpty()
        && (isOther(account, host.account()) || isOther(region, host.region()))) {
      return new Target.None("the mapping has nothing for the registry %s".formatted(host));
    }
    return registry
        .or(() -> path)
        .<Target>map(Target.To::new)
        .orElseGet(() ->
            new Target.None(
                "the mapping has nothing for the registry %s, nor for this path".formatted(host)));
  }

  private Optional<TagMapping> registry(RegistryHost host) {
    return rules.stream()
        .filter(Registry.class::isInstance)
        .map(Registry.class::cast)
        .filter(rule -> rule.matches(host))
        .max(comparingInt(rule -> rule.region().isPresent() ? 1 : 0))
        .map(Registry::mapping);
  }

  private Optional<TagMapping> path(String input) {
    return rules.stream()
        .filter(Path.class::isInstance)
        .map(Path.class::cast)
        .filter(rule -> rule.matches(input))
        .max(comparingInt(rule -> rule.path().length()))
        .map(Path::mapping);
  }
}
