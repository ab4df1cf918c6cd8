package io.github.ecrconsolidation.survey;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.ecr.EcrReader;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Reads both sides as the reconciler, the preflight check and the clean-up need them. What cannot
 * be read is a {@link Failed} reading, and the rest is read nevertheless.
 */
public final class RegistrySurvey {
  /** Repositories read at the same time; the limit of DescribeImages is not published. */
  private static final int PARALLEL_READS = 8;

  private final TagMapping mapping;
  private final EcrReader registry;

  public RegistrySurvey(TagMapping mapping, EcrReader registry) {
    this.mapping = mapping;
    this.registry = registry;
  }

  /** Lists all repositories. */
  public Reading<Repositories> repositories() {
    return ask(() -> {
      var all = registry.repositories();
      var own = mapping.consolidated();
      return new Repositories(
          all.stream().filter(it -> mapping.covers(it.name())).toList(),
          all.stream().filter(it -> it.name().equals(own)).findFirst(),
          all.stream()
              .map(Repository::name)
              .filter(name -> !mapping.covers(name) && !name.equals(own))
              .toList());
    });
  }

  /**
   * All images of both sides.
   *
   * @param snapshot empty when the consolidated repository could not be read
   */
  public record Images(
      Optional<RegistrySnapshot> snapshot, List<OfRepository<RepositorySnapshot>> readings) {

    public Images {
      readings = List.copyOf(readings);
    }
  }

  /** Reads all images of {@code legacy} and {@code consolidated}, those in the archive included. */
  public Images images(List<Repository> legacy, Repository consolidated) {
    var known = legacy.stream().map(Repository::name).toList();
    // The consolidated repository first: it is the largest.
    var names = Stream.concat(Stream.of(consolidated.name()), known.stream()).toList();
    var readings = each(names, registry::snapshot);
    var read = new HashMap<>(answers(readings));
    var current = Optional.ofNullable(read.remove(consolidated.name()));
    return new Images(
        current.map(it -> new RegistrySnapshot(known, read, it, consolidated.mutability())),
        readings);
  }

  /** Asks the same of each of {@code repositories}, in their order, eight at a time. */
  public static <T> List<OfRepository<T>> each(
      Collection<RepositoryName> repositories, Function<RepositoryName, T> question) {
    return repositories.stream()
        .gather(
            Gatherers.mapConcurrent(
                PARALLEL_READS, name -> new OfRepository<>(name, ask(() -> question.apply(name)))))
        .toList();
  }

  /** The answers among {@code readings}. */
  public static <T> Map<RepositoryName, T> answers(List<OfRepository<T>> readings) {
    return readings.stream()
        .filter(it -> it.reading() instanceof Read<T>)
        .collect(toMap(OfRepository::repository, it -> it.reading().answer().orElseThrow()));
  }

  /** Asks one thing; an exception would cancel what is asked beside it, whose answers count. */
  public static <T> Reading<T> ask(Supplier<T> question) {
    try {
      return new Read<>(question.get());
    } catch (RegistryException e) {
      return new Failed<>(e.code(), String.valueOf(e.getMessage()), e.isOutOfTime());
    }
  }
}
