package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toCollection;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.Deadline;
import io.github.ecrconsolidation.registry.Housekeeping;
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

/**
 * One run: read both sides, plan, and carry the plan out unless it is only to be reported.
 * Everything may be repeated; a run that ends early is finished by the next.
 */
public final class Cleanup {
  /** Repositories read at the same time; the limit of DescribeImages is not published. */
  private static final int PARALLEL_READS = 8;

  private final CleanupPolicy policy;
  private final TagMapping mapping;
  private final RegistrySurvey survey;
  private final Housekeeping registry;
  private final Journal journal;
  private final Deadline deadline;

  /**
   * @param deadline after which nothing new is begun
   */
  public Cleanup(
      CleanupPolicy policy,
      TagMapping mapping,
      RegistrySurvey survey,
      Housekeeping registry,
      Journal journal,
      Deadline deadline) {
    this.policy = policy;
    this.mapping = mapping;
    this.survey = survey;
    this.registry = registry;
    this.journal = journal;
    this.deadline = deadline;
  }

  /** Runs once. */
  public CleanupOutcome run() {
    return new Run().run();
  }

  static Hold hold(Map<String, String> resourceTags) {
    return "true".equals(resourceTags.get(LegacyRepository.HOLD_TAG)) ? Hold.ON_HOLD : Hold.NONE;
  }

  private final class Run {
    private final List<String> failures = new ArrayList<>();
    private boolean inTime = true;

    private CleanupOutcome run() {
      var holdings = holdings();
      if (holdings.isEmpty() || !inTime) {
        return new CleanupOutcome(
            new CleanupPlan(List.of()), CleanerOutcome.NOTHING, failures, inTime);
      }
      var planner = new CleanupPlanner(policy, mapping);
      var plan = planner.plan(holdings.get(), deadline.clock().instant());
      var outcome =
          policy.mode() == Mode.REPORT
              ? CleanerOutcome.NOTHING
              : new Cleaner(policy, planner, mapping.consolidated(), registry, journal, deadline)
                  .carryOut(plan, holdings.get().consolidated());
      return new CleanupOutcome(plan, outcome, failures, inTime);
    }

    private Optional<Holdings> holdings() {
      var repositories = tried("the list of repositories", survey::repositories);
      var all = repositories.orElse(List.of());
      var legacy = all.stream().filter(it -> mapping.covers(it.name())).toList();
      if (repositories.isPresent()
          && all.stream().noneMatch(it -> it.name().equals(mapping.consolidated()))) {
        failures.add(
            "the consolidated repository %s does not exist".formatted(mapping.consolidated()));
      }
      if (!failures.isEmpty() || !inTime) {
        return Optional.empty();
      }
      return tried(
              mapping.consolidated().toString(), () -> survey.inventory(mapping.consolidated()))
          .map(consolidated -> holdings(legacy, consolidated));
    }

    private Holdings holdings(List<Repository> known, Inventory consolidated) {
      var legacy =
          known.stream()
              .gather(Gatherers.mapConcurrent(PARALLEL_READS, this::read))
              .toList()
              .stream()
              .flatMap(reading -> kept(reading).stream())
              .toList();
      return new Holdings(
          known.stream().map(Repository::name).toList(),
          legacy,
          consolidated,
          graph(legacy, consolidated));
    }

    /** What became of reading one repository. */
    private record Reading(
        RepositoryName name,
        Optional<LegacyRepository> contents,
        List<RegistryException> refusals) {}

    /** An exception would cancel the neighbours, whose answers count. */
    private Reading read(Repository repository) {
      var refusals = new ArrayList<RegistryException>();
      var hold = Hold.UNKNOWN;
      try {
        hold = hold(registry.resourceTags(repository.name()));
      } catch (RegistryException e) {
        refusals.add(e);
      }
      Optional<LegacyRepository> contents = Optional.empty();
      try {
        contents =
            Optional.of(new LegacyRepository(repository, registry.images(repository.name()), hold));
      } catch (RegistryException e) {
        refusals.add(e);
      }
      return new Reading(repository.name(), contents, refusals);
    }

    private Optional<LegacyRepository> kept(Reading reading) {
      reading.refusals().forEach(refusal -> failed(reading.name().toString(), refusal));
      return reading.contents();
    }

    /**
     * Indexes are read where they are mirrored, so that no legacy image is pulled; only one that is
     * not mirrored, and therefore stays, is read where it is.
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
        read(mapping.consolidated(), open, children);
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
}
