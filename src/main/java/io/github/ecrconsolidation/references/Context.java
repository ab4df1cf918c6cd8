package io.github.ecrconsolidation.references;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Automated;
import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Selectable;
import io.github.ecrconsolidation.references.Interpretation.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all inputs together say that has a bearing on a single reference. */
final class Context {
  private final Map<String, String> selected = new HashMap<>();
  private final Map<String, Map<String, String>> tagOverrides = new HashMap<>();
  private final Map<String, Boolean> imageRepositories = new HashMap<>();
  private final Map<String, String> imagePolicies = new HashMap<>();
  private final Map<String, String> tagValues = new HashMap<>();
  private final Map<RepositoryName, String> values;

  Context(List<Matches> all) {
    for (var matches : all) {
      matches.selected().forEach(selected::putIfAbsent);
      matches
          .imageRepositories()
          .forEach((name, legacy) -> imageRepositories.merge(name, legacy, Boolean::logicalOr));
      imagePolicies.putAll(matches.imagePolicies());
      matches
          .tagValues()
          .forEach(
              (tag, line) -> tagValues.putIfAbsent(tag, "%s:%d".formatted(matches.input(), line)));
      matches
          .tagOverrides()
          .forEach((path, line) ->
              tagOverrides
                  .computeIfAbsent(matches.folder(), _ -> new HashMap<>())
                  .putIfAbsent(path, "%s:%d".formatted(matches.input(), line)));
    }
    values = values(all);
  }

  private static Map<RepositoryName, String> values(List<Matches> all) {
    return all.stream()
        .flatMap(matches ->
            matches.found().stream()
                .filter(it ->
                    it.interpretation() instanceof Named named && named.use() instanceof Values)
                .map(it ->
                    Map.entry(
                        it.repository().orElseThrow(),
                        "%s:%d".formatted(matches.input(), it.line()))))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
  }

  /** Why {@code named} cannot change alone. */
  Optional<String> objection(Named named, Matches in) {
    var tagIsAValue =
        named.open() && values.containsKey(named.repository())
            ? Optional.of(
                "its tag is filled in elsewhere, and %s gives this repository's tag as a value: only one of the two can have the prefix"
                    .formatted(values.get(named.repository())))
            : Optional.<String>empty();
    return tagIsAValue.or(() -> byUse(named, in));
  }

  /** Why a tag that is filled in elsewhere cannot get {@code prefix} here: it may have it there. */
  Optional<String> prefixedAlready(TagPrefix prefix) {
    return tagValues.entrySet().stream()
        .filter(value -> value.getKey().startsWith(prefix.start()))
        .map(value ->
            "its tag is filled in elsewhere, and the value of %s has the prefix already"
                .formatted(value.getValue()))
        .sorted()
        .findFirst();
  }

  private Optional<String> byUse(Named named, Matches in) {
    return switch (named.use()) {
      case Literal() -> Optional.empty();
      case Selectable() ->
          Optional.ofNullable(selected.get(named.host() + "/" + named.repository()))
              .map(
                  "%s selects it by this name and says what is pulled; to change both, give it a name of its own, such as the service's"
                      ::formatted);
      case Values(var path) ->
          Optional.ofNullable(tagOverrides.getOrDefault(in.folder(), Map.of()).get(path))
              .map(
                  "%s gives it another tag, which has to get the prefix at the same time"
                      ::formatted);
      case Automated(var policy) -> automated(policy);
    };
  }

  /** What an image policy writes, it would write again. */
  private Optional<String> automated(String policy) {
    var of = imagePolicies.get(policy);
    if (of == null || !imageRepositories.containsKey(of)) {
      return Optional.of(
          "the image policy %s writes it, and is not among the inputs: change the policy first"
              .formatted(policy));
    }
    return isLegacy(of)
        ? Optional.of(
            "the image policy %s writes it, and its image repository is a legacy one: change both first"
                .formatted(policy))
        : Optional.empty();
  }

  /** What to change in a policy for the tags of the image repository {@code of}. */
  Optional<String> tagPolicy(String of, String hint) {
    return isLegacy(of)
        ? Optional.of(
            "it selects the tags of the image repository %s, which will have a prefix: set filterTags.pattern to '^%s(?P<version>.*)$' and filterTags.extract to '$version'%s"
                .formatted(of, TagPrefix.PLACEHOLDER, hint))
        : Optional.empty();
  }

  private boolean isLegacy(String imageRepository) {
    return imageRepositories.getOrDefault(imageRepository, false);
  }
}
