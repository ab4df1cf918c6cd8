package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
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
import java.util.stream.Stream;

/** May the same tags move on both sides? */
final class MutabilityCheck {
  /** Most filters of a repository (ECR API reference, PutImageTagMutability). */
  private static final int MOST_FILTERS = 5;

  /** Those that the template always states. */
  private static final Set<String> OF_THE_TEMPLATE = Set.of("*latest", "sha256-*");

  /** Tags that move by habit. */
  private static final Set<String> MOVING =
      Set.of("latest", "main", "master", "develop", "stable", "edge", "nightly");

  /** Any signature tag: its name is all that counts. */
  private static final Tag SIGNATURE = new Tag("sha256-" + "0".repeat(64) + ".sig");

  private final PreflightInput input;
  private final TagMapping mapping;
  private final TagMutability mutability;

  MutabilityCheck(PreflightInput input, TagMapping mapping) {
    this.input = input;
    this.mapping = mapping;
    this.mutability = input.consolidated().mutability();
  }

  List<PreflightFinding> check() {
    var name = input.consolidated().name();
    var moving =
        tags((repository, tag) -> MOVING.contains(tag.value()) && !isImmutable(repository, tag))
            .filter(reference -> target(reference).filter(mutability::isImmutable).isPresent())
            .map(reference -> reference.tag().value())
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
              "signatureTagsImmutable",
              "sha256-* tags of %s are immutable".formatted(name),
              "whoever signs an image again rewrites such a tag; the new signature cannot be"
                  + " mirrored",
              exclude(globs)));
    }
    if (!moving.isEmpty()) {
      findings.add(
          new PreflightFinding(
              WARNING,
              "movingTagsImmutable",
              "legacy tags that move (%s) are immutable in %s"
                  .formatted(String.join(", ", moving), name),
              "they stay at the first image mirrored",
              exclude(globs)));
    }
    protectionLost().ifPresent(findings::add);
    return findings;
  }

  private static boolean isImmutable(Repository repository, Tag tag) {
    return repository.mutability().isImmutable(tag);
  }

  /** The legacy tags for which {@code chosen} holds. */
  private Stream<ImageReference> tags(BiPredicate<Repository, Tag> chosen) {
    return input.legacy().stream()
        .flatMap(repository ->
            Optional.ofNullable(input.inventories().get(repository.name())).stream()
                .flatMap(inventory -> inventory.tags().keySet().stream())
                .filter(tag -> chosen.test(repository, tag))
                .map(tag -> new ImageReference(repository.name(), tag)));
  }

  private Optional<Tag> target(ImageReference legacy) {
    return mapping.map(legacy, input::legacyNames) instanceof Mapped(var target)
        ? Optional.of(target)
        : Optional.empty();
  }

  private Optional<PreflightFinding> protectionLost() {
    var lost =
        tags(MutabilityCheck::isImmutable)
            .filter(reference -> !reference.tag().isDigestAddressed())
            .filter(it -> target(it).filter(tag -> !mutability.isImmutable(tag)).isPresent())
            .map(ImageReference::repository)
            .collect(TreeSet<RepositoryName>::new, Set::add, Set::addAll);
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                INFO,
                "immutabilityLost",
                "tags that are immutable in %s may move in %s"
                    .formatted(PreflightFinding.examples(lost), input.consolidated().name()),
                "a push by the new name may overwrite them: the filters %s let them move"
                    .formatted(mutability.exclusions()),
                exclude(Set.of())));
  }

  /** Lets the tags matching {@code globs} move, beside those that may already. */
  private Remedy exclude(Collection<String> globs) {
    var filters = new LinkedHashSet<>(mutability.exclusions());
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

  private String blocks(Collection<String> filters) {
    var mode = mutability.mode() == Mode.IMMUTABLE ? "IMMUTABLE" : "MUTABLE";
    return "in the aws_ecr_repository:\nimage_tag_mutability = \"%s_WITH_EXCLUSION\"\n"
            .formatted(mode)
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
