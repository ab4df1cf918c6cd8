package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import io.github.ecrconsolidation.preflight.PreflightInput.Settings;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Does the lifecycle policy of the consolidated repository remove what the clean-up has to find
 * there, and what expires on the legacy side alone?
 */
final class LifecycleCheck {
  /** Most rules of a policy (ECR service quotas). */
  private static final int MOST_RULES = 50;

  /** LifecycleCounts takes no such count, and no repository so many images, unless it is raised. */
  private static final long UNLIMITED = 100_000;

  private final PreflightInput input;
  private final Settings settings;
  private final TagMapping mapping;
  private final List<LifecycleRule> rules;

  LifecycleCheck(PreflightInput input, Settings settings, TagMapping mapping) {
    this.input = input;
    this.settings = settings;
    this.mapping = mapping;
    this.rules = rules(input.consolidated().name());
  }

  private List<LifecycleRule> rules(RepositoryName repository) {
    return settings
        .policiesOf(repository)
        .flatMap(RepositoryPolicies::lifecycle)
        .map(LifecycleRule::of)
        .orElse(List.of());
  }

  List<PreflightFinding> check() {
    var findings = new ArrayList<PreflightFinding>();
    rules.forEach(rule -> removesProof(rule).ifPresent(findings::add));
    expiresOnTheLegacySideAlone().ifPresent(findings::add);
    return findings;
  }

  private Optional<PreflightFinding> removesProof(LifecycleRule rule) {
    var relied =
        rule
            .removed(
                input.registry().consolidated().images(), rules.subList(0, rules.indexOf(rule)))
            .stream()
            .filter(this::isLegacy)
            .toList();
    return relied.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                WARNING,
                FindingCode.LIFECYCLE_REMOVES_PROOF,
                "rule %d of the lifecycle policy of %s %s %d images that are in legacy"
                        .formatted(
                            rule.priority(),
                            input.consolidated().name(),
                            rule.archives() ? "archives" : "removes",
                            relied.size())
                    + " repositories, too: "
                    + PreflightFinding.examples(relied.stream().map(Image::digest).toList()),
                keep(rule)));
  }

  private boolean isLegacy(Image image) {
    return input.registry().legacy().values().stream()
        .anyMatch(snapshot -> snapshot.find(image.digest()).isPresent());
  }

  /** The rule with a count that is enough for what it selects now; without it, if it is another. */
  private Remedy keep(LifecycleRule rule) {
    var enough = rule.selected(input.registry().consolidated().images()).size();
    if (!input.ownedByStack()) {
      return new Terraform(
          rule.counts()
              ? "rule %d of aws_ecr_lifecycle_policy: countNumber = %d"
                  .formatted(rule.priority(), enough)
              : "leave out rule %d of aws_ecr_lifecycle_policy".formatted(rule.priority()));
    }
    return new Parameter(
        "LifecycleCounts",
        entries(
            rules.stream()
                .filter(it -> it.servicePrefix().isPresent())
                .map(it -> it.equals(rule) ? entry(it, enough) : entry(it, it.count()))
                .toList()));
  }

  private static String entry(LifecycleRule rule, long count) {
    return "%d/%s=%d".formatted(rule.priority(), rule.servicePrefix().orElseThrow(), count);
  }

  private static String entries(Collection<String> entries) {
    return String.join(";", entries);
  }

  private Optional<PreflightFinding> expiresOnTheLegacySideAlone() {
    var expiring = input.legacyNames().stream().filter(it -> !rules(it).isEmpty()).toList();
    if (expiring.isEmpty() || !rules.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PreflightFinding(
            INFO,
            FindingCode.LIFECYCLE_ON_THE_LEGACY_SIDE_ALONE,
            "%s have lifecycle policies, %s has none"
                .formatted(PreflightFinding.examples(expiring), input.consolidated().name()),
            counts(legacyCounts())));
  }

  /** The rules, unless there are none, or more than a policy or the parameter takes. */
  private Optional<Remedy> counts(Map<TagPrefix, Long> counts) {
    var value = entries(numbered(counts));
    if (counts.isEmpty() || counts.size() > MOST_RULES || !Parameter.fits(value)) {
      return Optional.empty();
    }
    return Optional.of(
        input.ownedByStack()
            ? new Parameter("LifecycleCounts", value)
            : new Terraform(
                counts.entrySet().stream()
                    .map(it ->
                        "a rule of aws_ecr_lifecycle_policy with tagPatternList = [\"%s\"],"
                                .formatted(it.getKey().format("*"))
                            + " countNumber = "
                            + it.getValue())
                    .collect(joining("\n"))));
  }

  /**
   * How many images of each service the legacy side keeps, the longest prefix first. A rule counts
   * the images of every service whose prefix begins with its own: so its count is the sum, and
   * there is none where the legacy side keeps all images of one of them.
   */
  private Map<TagPrefix, Long> legacyCounts() {
    var kept = new HashMap<TagPrefix, OptionalLong>();
    for (var repository : input.legacyNames()) {
      mapping.prefix(repository).ifPresent(prefix -> kept.putIfAbsent(prefix, kept(repository)));
    }
    var counts =
        new TreeMap<TagPrefix, Long>(
            Comparator.comparingInt((TagPrefix it) -> it.value().length())
                .reversed()
                .thenComparing(TagPrefix::value));
    for (var prefix : kept.keySet()) {
      var counted =
          kept.entrySet().stream()
              .filter(it -> it.getKey().start().startsWith(prefix.start()))
              .map(Map.Entry::getValue)
              .toList();
      var sum = counted.stream().mapToLong(it -> it.orElse(UNLIMITED)).sum();
      if (sum < UNLIMITED) {
        counts.put(prefix, sum);
      }
    }
    return counts;
  }

  private OptionalLong kept(RepositoryName repository) {
    return rules(repository).stream()
        .filter(rule -> rule.counts() && !rule.status().equals("untagged"))
        .mapToLong(LifecycleRule::count)
        .max();
  }

  private static List<String> numbered(Map<TagPrefix, Long> counts) {
    var entries = new ArrayList<String>();
    counts.forEach(
        (prefix, count) -> entries.add("%d/%s=%d".formatted(entries.size() + 1, prefix, count)));
    return entries;
  }
}
