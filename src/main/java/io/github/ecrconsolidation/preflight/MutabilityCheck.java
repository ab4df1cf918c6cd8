package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.decision.MirrorDecision;
import io.github.ecrconsolidation.decision.MirrorDecision.Archived;
import io.github.ecrconsolidation.decision.MirrorDecision.HeldByAnother;
import io.github.ecrconsolidation.decision.MirrorDecision.Immutable;
import io.github.ecrconsolidation.decision.MirrorDecision.Missing;
import io.github.ecrconsolidation.decision.MirrorDecision.NewerDirect;
import io.github.ecrconsolidation.decision.MirrorDecision.NoTarget;
import io.github.ecrconsolidation.decision.MirrorDecision.Outdated;
import io.github.ecrconsolidation.decision.MirrorDecision.Same;
import io.github.ecrconsolidation.decision.MirrorDecision.Superseded;
import io.github.ecrconsolidation.decision.MirrorRule;
import io.github.ecrconsolidation.decision.SnapshotEvidence;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** May the same tags move on both sides? */
final class MutabilityCheck {
  /** Most filters of a repository (ECR API reference, PutImageTagMutability). */
  private static final int MOST_FILTERS = 5;

  /** Those that the template always states. */
  private static final List<String> OF_THE_TEMPLATE = List.of("*latest", "sha256-*");

  /** Tags that move by habit. */
  private static final Set<String> MOVING =
      Set.of("latest", "main", "master", "develop", "stable", "edge", "nightly");

  /** A direct push is a direct push, before a cutover and after it. */
  private static final MirrorRule RULE = new MirrorRule(Optional.empty());

  /** Any signature tag: its name is all that counts. */
  private static final Tag SIGNATURE = new Tag("sha256-" + "0".repeat(64) + ".sig");

  private final PreflightInput input;
  private final TagMapping mapping;
  private final TagMutability mutability;
  private final SnapshotEvidence evidence;

  MutabilityCheck(PreflightInput input, TagMapping mapping) {
    this.input = input;
    this.mapping = mapping;
    this.mutability = input.consolidated().mutability();
    this.evidence = new SnapshotEvidence(mapping, input.registry());
  }

  List<PreflightFinding> check() {
    var name = input.consolidated().name();
    var moving =
        tags((repository, tag) -> MOVING.contains(tag.value()) && !isImmutable(repository, tag))
            .filter(it -> mutability.isImmutable(it.target()))
            .map(it -> it.legacy().tag().value())
            .collect(TreeSet<String>::new, Set::add, Set::addAll);
    var globs = new TreeSet<String>();
    var findings = new ArrayList<PreflightFinding>();
    if (mutability.isImmutable(SIGNATURE)) {
      globs.add("sha256-*");
    }
    moving.forEach(tag -> globs.add("*-" + tag));
    if (mutability.isImmutable(SIGNATURE)) {
      findings.add(
          new PreflightFinding(
              WARNING,
              FindingCode.SIGNATURE_TAGS_IMMUTABLE,
              "sha256-* tags of %s are immutable".formatted(name),
              exclude(globs)));
    }
    if (!moving.isEmpty()) {
      findings.add(
          new PreflightFinding(
              WARNING,
              FindingCode.MOVING_TAGS_IMMUTABLE,
              "legacy tags that move (%s) are immutable in %s"
                  .formatted(String.join(", ", moving), name),
              exclude(globs)));
    }
    protectionLost().ifPresent(findings::add);
    return findings;
  }

  private static boolean isImmutable(Repository repository, Tag tag) {
    return repository.mutability().isImmutable(tag);
  }

  /** A legacy tag and the target that the mirror gives it. */
  private record MirroredTag(ImageReference legacy, Tag target) {}

  /** The legacy tags for which {@code chosen} holds, without those that are not mirrored. */
  private Stream<MirroredTag> tags(BiPredicate<Repository, Tag> chosen) {
    return input.legacy().stream()
        .flatMap(repository ->
            Optional.ofNullable(input.registry().legacy().get(repository.name())).stream()
                .flatMap(snapshot -> tags(snapshot, tag -> chosen.test(repository, tag))));
  }

  private Stream<MirroredTag> tags(RepositorySnapshot legacy, Predicate<Tag> chosen) {
    var claimants = mapping.claimants(legacy.repository(), input.legacyNames());
    return legacy.tags().entrySet().stream()
        .filter(tag -> chosen.test(tag.getKey()))
        .flatMap(tag -> {
          var reference = new ImageReference(legacy.repository(), tag.getKey());
          var decision = RULE.decide(evidence.of(reference, tag.getValue(), claimants));
          return target(decision).map(target -> new MirroredTag(reference, target)).stream();
        });
  }

  /** Where the mirror has written a tag, or would. */
  private static Optional<Tag> target(MirrorDecision decision) {
    return switch (decision) {
      case Same(var target) -> Optional.of(target);
      case Archived(var target, _) -> Optional.of(target);
      case Missing(var target) -> Optional.of(target);
      case Outdated(var target, _) -> Optional.of(target);
      case Immutable(var target, _) -> Optional.of(target);
      case NewerDirect _, Superseded _, HeldByAnother _, NoTarget _ -> Optional.empty();
    };
  }

  private Optional<PreflightFinding> protectionLost() {
    var lost =
        tags(MutabilityCheck::isImmutable)
            .filter(it -> !it.legacy().tag().isDigestAddressed())
            .filter(it -> !mutability.isImmutable(it.target()))
            .map(it -> it.legacy().repository())
            .collect(TreeSet<RepositoryName>::new, Set::add, Set::addAll);
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                INFO,
                FindingCode.IMMUTABILITY_LOST,
                "tags that are immutable in %s may move in %s (%s, exclusion filters %s)"
                    .formatted(
                        PreflightFinding.examples(lost),
                        input.consolidated().name(),
                        mutability.mode(),
                        mutability.exclusions()),
                exclude(Set.of())));
  }

  /**
   * Lets the tags matching {@code globs} move, beside those that may already. In a mutable
   * repository an exclusion says the opposite, so there it is what the template has.
   */
  private Remedy exclude(Collection<String> globs) {
    var filters =
        new LinkedHashSet<>(
            mutability.mode() == Mode.IMMUTABLE ? mutability.exclusions() : OF_THE_TEMPLATE);
    filters.addAll(globs);
    var fits = filters.size() <= MOST_FILTERS;
    if (!input.ownedByStack()) {
      return new Terraform(
          fits ? blocks(filters) : "image_tag_mutability = \"MUTABLE\", without any filter");
    }
    filters.removeAll(OF_THE_TEMPLATE);
    return new Parameter(
        "MutableTags",
        filters.size() + OF_THE_TEMPLATE.size() <= MOST_FILTERS ? String.join(",", filters) : "*");
  }

  private static String blocks(Collection<String> filters) {
    return "in the aws_ecr_repository:\nimage_tag_mutability = \"IMMUTABLE_WITH_EXCLUSION\"\n"
        + filters.stream()
            .map(filter ->
                """
                image_tag_mutability_exclusion_filter {
                  filter      = "%s"
                  filter_type = "WILDCARD"
                }\
                """
                    .formatted(filter))
            .collect(joining("\n"));
  }
}
