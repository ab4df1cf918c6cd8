package io.github.ecrconsolidation.cleanup;

import static io.github.ecrconsolidation.survey.RegistrySurvey.answers;
import static io.github.ecrconsolidation.survey.RegistrySurvey.ask;
import static io.github.ecrconsolidation.survey.RegistrySurvey.each;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.EcrReader;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.survey.OfRepository;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.RegistrySurvey;
import io.github.ecrconsolidation.survey.Repositories;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the legacy namespace and every consolidated repository that mirrors it, once. What cannot
 * be read is noted, and the rest is read nevertheless.
 */
final class CleanupSurvey {
  private final TagMapping mapping;
  private final EcrReader reader;
  private final EcrCleanup registry;
  private final RegistrySurvey survey;
  private final List<String> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean inTime = true;
  private ProofRecord.Reading record = new ProofRecord.Reading.Missing();

  CleanupSurvey(TagMapping mapping, EcrReader reader, EcrCleanup registry) {
    this.mapping = mapping;
    this.reader = reader;
    this.registry = registry;
    this.survey = new RegistrySurvey(mapping, reader);
  }

  /**
   * What was read.
   *
   * @param snapshot empty when a plan cannot be made
   * @param failures what could not be read, in words
   * @param inTime whether there was time enough
   * @param record what the consolidated repository says of {@code prove}
   */
  record Result(
      Optional<CleanupSnapshot> snapshot,
      List<String> failures,
      List<String> warnings,
      boolean inTime,
      ProofRecord.Reading record) {}

  /** Reads everything. */
  Result read() {
    var snapshot = noted("the list of repositories", survey.repositories()).flatMap(this::snapshot);
    return new Result(
        snapshot.filter(_ -> inTime), List.copyOf(failures), List.copyOf(warnings), inTime, record);
  }

  private Optional<CleanupSnapshot> snapshot(Repositories repositories) {
    var own = mapping.consolidated();
    if (repositories.consolidated().isEmpty()) {
      failures.add("the consolidated repository %s does not exist".formatted(own));
      return Optional.empty();
    }
    if (repositories.legacy().isEmpty()) {
      warnings.add(
          "no repository lies in the legacy namespace %s: all were deleted, or the namespace is wrong"
              .formatted(mapping.namespace()));
    }
    noted(own.toString(), ask(() -> registry.resourceTags(own))).ifPresent(this::readTags);
    var images = survey.images(repositories.legacy(), repositories.consolidated().get());
    noted(images.readings());
    return images
        .snapshot()
        .flatMap(registry ->
            others(repositories.others())
                .map(others -> snapshot(registry, repositories.legacy(), others)));
  }

  /** Why nothing may be removed is told in a report, too. */
  private void readTags(Map<String, String> tags) {
    record = ProofRecord.read(tags, Release.CURRENT);
    RemovalBrake.refusal(mapping.namespace(), mapping.consolidated(), tags)
        .ifPresent(warnings::add);
  }

  /** Those of {@code repositories} that mirror the namespace; empty when one could not be read. */
  private Optional<List<RepositorySnapshot>> others(List<RepositoryName> repositories) {
    var tags = each(repositories, this::tagsUnlessDeleted);
    var mirroring =
        noted(tags).entrySet().stream()
            .filter(it -> NamespaceTag.names(mapping.namespace(), it.getValue()))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    var snapshots = noted(each(mirroring, reader::snapshot));
    return areAllRead(tags) && snapshots.size() == mirroring.size()
        ? Optional.of(mirroring.stream().map(snapshots::get).toList())
        : Optional.empty();
  }

  /** One that was deleted since it was listed mirrors nothing any more. */
  private Map<String, String> tagsUnlessDeleted(RepositoryName repository) {
    try {
      return registry.resourceTags(repository);
    } catch (RegistryException e) {
      if (e.isMissing(repository)) {
        return Map.of();
      }
      throw e;
    }
  }

  private static boolean areAllRead(List<? extends OfRepository<?>> readings) {
    return readings.stream().noneMatch(it -> it.reading() instanceof Failed);
  }

  private CleanupSnapshot snapshot(
      RegistrySnapshot snapshot, List<Repository> legacy, List<RepositorySnapshot> others) {
    var tags = noted(each(snapshot.legacy().keySet(), registry::resourceTags));
    var read =
        legacy.stream()
            .flatMap(it ->
                Optional.ofNullable(snapshot.legacy().get(it.name()))
                    .map(images -> legacy(it, images, Optional.ofNullable(tags.get(it.name()))))
                    .stream())
            .toList();
    return new CleanupSnapshot(
        snapshot,
        read,
        others,
        alike(snapshot.consolidated()),
        graph(read, snapshot.consolidated()));
  }

  private static LegacyRepository legacy(
      Repository repository, RepositorySnapshot images, Optional<Map<String, String>> tags) {
    return new LegacyRepository(
        repository,
        List.copyOf(images.images()),
        tags.map(LegacyRepository::hold).orElse(Hold.UNKNOWN),
        tags.orElse(Map.of()));
  }

  /** Images with the same layers have the same size, which DescribeImages tells for nothing. */
  private static List<Set<Digest>> alike(RepositorySnapshot consolidated) {
    return consolidated.images().stream()
        .filter(image -> image.mediaType().isImage())
        .collect(groupingBy(Image::sizeBytes, mapping(Image::digest, toSet())))
        .values()
        .stream()
        .filter(group -> group.size() > Allowance.AT_LEAST)
        .toList();
  }

  /**
   * Indexes are read where they are mirrored, so that no legacy image is pulled; only one that is
   * not mirrored, and is therefore kept, is read where it is.
   */
  private IndexGraph graph(List<LegacyRepository> legacy, RepositorySnapshot consolidated) {
    var children = new HashMap<Digest, List<Digest>>();
    var mirrored = new LinkedHashSet<Digest>();
    for (var repository : legacy) {
      var alone = new LinkedHashSet<Digest>();
      for (var image : repository.images()) {
        if (ArtifactGraphs.mayListOthers(image.mediaType())) {
          if (consolidated.serves(image.digest())) {
            mirrored.add(image.digest());
          } else if (image.isActive()) {
            alone.add(image.digest());
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

  private static boolean isIndex(Digest digest, RepositorySnapshot consolidated) {
    return consolidated
        .find(digest)
        .filter(Image::isActive)
        .filter(image -> ArtifactGraphs.mayListOthers(image.mediaType()))
        .isPresent();
  }

  private void read(
      RepositoryName repository, Collection<Digest> indexes, Map<Digest, List<Digest>> children) {
    if (indexes.isEmpty()) {
      return;
    }
    noted("indexes of " + repository, ask(() -> registry.manifests(repository, indexes)))
        .orElse(List.of())
        .stream()
        .filter(manifest -> manifest.mediaType().isIndex())
        .forEach(manifest -> children.put(manifest.digest(), manifest.children()));
  }

  private <T> Map<RepositoryName, T> noted(List<OfRepository<T>> readings) {
    readings.forEach(it -> noted(it.repository().toString(), it.reading()));
    return answers(readings);
  }

  private <T> Optional<T> noted(String what, Reading<T> reading) {
    if (reading instanceof Failed<T>(_, var reason, var outOfTime)) {
      inTime &= !outOfTime;
      if (!outOfTime) {
        failures.add("%s could not be read: %s".formatted(what, reason));
      }
    }
    return reading.answer();
  }
}
