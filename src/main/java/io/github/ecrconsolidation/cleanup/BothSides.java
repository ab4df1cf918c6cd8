package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.registry.EcrCleanup;
import io.github.ecrconsolidation.registry.RegistryException;
import io.github.ecrconsolidation.registry.RegistrySurvey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Reads the legacy namespace and every consolidated repository that mirrors it, once. What cannot
 * be read is noted, and the rest is read nevertheless.
 */
final class BothSides {
  /** Repositories read at the same time; the limit of DescribeImages is not published. */
  private static final int PARALLEL_READS = 8;

  private final TagMapping mapping;
  private final RegistrySurvey survey;
  private final EcrCleanup registry;
  private final List<String> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean inTime = true;
  private ProofRecord.Reading record = new ProofRecord.Reading.Missing();

  BothSides(TagMapping mapping, RegistrySurvey survey, EcrCleanup registry) {
    this.mapping = mapping;
    this.survey = survey;
    this.registry = registry;
  }

  /**
   * What was read.
   *
   * @param holdings empty when a plan cannot be made
   * @param failures what could not be read, in words
   * @param inTime whether there was time enough
   * @param record what the consolidated repository says of {@code prove}
   */
  record Result(
      Optional<Holdings> holdings,
      List<String> failures,
      List<String> warnings,
      boolean inTime,
      ProofRecord.Reading record) {}

  /** Reads everything. */
  Result read() {
    var holdings = holdings();
    return new Result(
        holdings.filter(_ -> inTime), List.copyOf(failures), List.copyOf(warnings), inTime, record);
  }

  private Optional<Holdings> holdings() {
    var repositories = tried("the list of repositories", survey::repositories);
    if (repositories.isEmpty()) {
      return Optional.empty();
    }
    var own = mapping.consolidated();
    if (repositories.get().stream().noneMatch(it -> it.name().equals(own))) {
      failures.add("the consolidated repository %s does not exist".formatted(own));
      return Optional.empty();
    }
    tried(own.toString(), () -> registry.resourceTags(own)).ifPresent(this::readTags);
    var legacy = repositories.get().stream().filter(it -> mapping.covers(it.name())).toList();
    if (legacy.isEmpty()) {
      warnings.add(
          "no repository lies in the legacy namespace %s: all were deleted, or the namespace is wrong"
              .formatted(mapping.namespace()));
    }
    return tried(own.toString(), () -> registry.images(own))
        .flatMap(images ->
            mirrored(repositories.get(), images)
                .map(mirrored -> holdings(legacy, mirrored, alike(images))));
  }

  /** Why nothing may be removed is told in a report, too. */
  private void readTags(Map<String, String> tags) {
    record = ProofRecord.read(tags, Release.CURRENT);
    RemovalBrake.refusal(mapping.namespace(), mapping.consolidated(), tags)
        .ifPresent(warnings::add);
  }

  /** The inventories of all that mirror the namespace; empty when one could not be read. */
  private Optional<List<Inventory>> mirrored(
      List<Repository> repositories, List<HeldImage> images) {
    var own = mapping.consolidated();
    var others =
        repositories.stream()
            .map(Repository::name)
            .filter(name -> !mapping.covers(name) && !name.equals(own))
            .gather(Gatherers.mapConcurrent(PARALLEL_READS, this::tags))
            .toList()
            .stream()
            .filter(reading -> noted(reading.name(), reading.refusals()))
            .filter(reading -> NamespaceTag.names(mapping.namespace(), reading.tags()))
            .map(Tags::name)
            .toList();
    if (!failures.isEmpty() || !inTime) {
      return Optional.empty();
    }
    var first = new Inventory(own, images.stream().map(HeldImage::image).toList(), List.of());
    var inventories =
        Stream.concat(
                Stream.of(first),
                others.stream()
                    .flatMap(name -> tried(name.toString(), () -> survey.inventory(name)).stream()))
            .toList();
    return inventories.size() == others.size() + 1 ? Optional.of(inventories) : Optional.empty();
  }

  /** Images with the same layers have the same size, which DescribeImages tells for nothing. */
  private static List<Set<Digest>> alike(List<HeldImage> images) {
    return images.stream()
        .filter(held -> held.image().mediaType().isImage())
        .collect(groupingBy(HeldImage::sizeBytes, mapping(HeldImage::digest, toSet())))
        .values()
        .stream()
        .filter(group -> group.size() > Allowance.AT_LEAST)
        .toList();
  }

  /** The resource tags of one repository, or why they could not be read. */
  private record Tags(
      RepositoryName name, Map<String, String> tags, List<RegistryException> refusals) {}

  /** An exception would cancel the others, whose answers count. */
  private Tags tags(RepositoryName name) {
    try {
      return new Tags(name, registry.resourceTags(name), List.of());
    } catch (RegistryException e) {
      return new Tags(name, Map.of(), List.of(e));
    }
  }

  private boolean noted(RepositoryName name, List<RegistryException> refusals) {
    refusals.forEach(refusal -> failed(name.toString(), refusal));
    return refusals.isEmpty();
  }

  private Holdings holdings(
      List<Repository> known, List<Inventory> mirrored, List<Set<Digest>> alike) {
    var legacy =
        known.stream().gather(Gatherers.mapConcurrent(PARALLEL_READS, this::read)).toList().stream()
            .flatMap(reading -> {
              noted(reading.name(), reading.refusals());
              return reading.contents().stream();
            })
            .toList();
    return new Holdings(
        known.stream().map(Repository::name).toList(),
        legacy,
        mirrored,
        alike,
        graph(legacy, mirrored.getFirst()));
  }

  /** What became of reading one legacy repository. */
  private record Reading(
      RepositoryName name, Optional<LegacyRepository> contents, List<RegistryException> refusals) {}

  private Reading read(Repository repository) {
    var tags = tags(repository.name());
    var refusals = new ArrayList<>(tags.refusals());
    var hold = refusals.isEmpty() ? LegacyRepository.hold(tags.tags()) : Hold.UNKNOWN;
    try {
      return new Reading(
          repository.name(),
          Optional.of(
              new LegacyRepository(
                  repository, registry.images(repository.name()), hold, tags.tags())),
          refusals);
    } catch (RegistryException e) {
      refusals.add(e);
      return new Reading(repository.name(), Optional.empty(), refusals);
    }
  }

  /**
   * Indexes are read where they are mirrored, so that no legacy image is pulled; only one that is
   * not mirrored, and is therefore kept, is read where it is.
   */
  private IndexGraph graph(List<LegacyRepository> legacy, Inventory consolidated) {
    var children = new HashMap<Digest, List<Digest>>();
    var mirrored = new LinkedHashSet<Digest>();
    for (var repository : legacy) {
      var alone = new LinkedHashSet<Digest>();
      for (var held : repository.images()) {
        if (Relations.mayListOthers(held.image().mediaType())) {
          if (consolidated.serves(held.digest())) {
            mirrored.add(held.digest());
          } else if (held.image().isActive()) {
            alone.add(held.digest());
          }
        }
      }
      read(repository.name(), alone, children);
    }
    var open = Set.<Digest>copyOf(mirrored);
    while (!open.isEmpty()) {
      read(consolidated.repository(), open, children);
      open =
          open.stream()
              .flatMap(index -> children.getOrDefault(index, List.of()).stream())
              .filter(child -> !children.containsKey(child) && isIndex(child, consolidated))
              .collect(toCollection(HashSet::new));
    }
    return new IndexGraph(children);
  }

  private static boolean isIndex(Digest digest, Inventory consolidated) {
    return consolidated
        .find(digest)
        .filter(Image::isActive)
        .filter(image -> Relations.mayListOthers(image.mediaType()))
        .isPresent();
  }

  private void read(
      RepositoryName repository, Collection<Digest> indexes, Map<Digest, List<Digest>> children) {
    if (indexes.isEmpty()) {
      return;
    }
    tried("indexes of " + repository, () -> registry.manifests(repository, indexes))
        .orElse(List.of())
        .stream()
        .filter(manifest -> manifest.mediaType().isIndex())
        .forEach(manifest -> children.put(manifest.digest(), manifest.children()));
  }

  private <T> Optional<T> tried(String what, Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (RegistryException e) {
      failed(what, e);
      return Optional.empty();
    }
  }

  private void failed(String what, RegistryException e) {
    if (e.isOutOfTime()) {
      inTime = false;
    } else {
      failures.add("%s could not be read: %s".formatted(what, e.getMessage()));
    }
  }
}
