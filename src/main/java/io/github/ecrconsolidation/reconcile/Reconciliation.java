package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.reconcile.Finding.Severity.ERROR;
import static io.github.ecrconsolidation.reconcile.Finding.Severity.INFO;
import static io.github.ecrconsolidation.reconcile.Finding.Severity.WARNING;
import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.reconcile.Reading.Failed;
import io.github.ecrconsolidation.reconcile.Reading.Read;
import io.github.ecrconsolidation.registry.Deadline;
import io.github.ecrconsolidation.registry.RegistryException;
import io.github.ecrconsolidation.registry.RegistrySurvey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * One run: read both sides, plan, request what the plan says, and tell. Everything may be repeated;
 * a run that ends early is finished by the next.
 */
public final class Reconciliation {
  /** Repositories read at the same time; the limit of DescribeImages is not published. */
  private static final int PARALLEL_READS = 8;

  /**
   * With so many messages waiting, the last run's requests are probably among them: asking again
   * would double them.
   */
  static final int MOST_WAITING = 100;

  private final TagMapping mapping;
  private final RegistrySurvey survey;
  private final LongSupplier backlog;
  private final MirrorRequests requests;
  private final PlanFindings planFindings;
  private final String functionName;
  private final Optional<String> mirrorRole;

  /**
   * @param bus where images are asked for
   * @param backlog how many images wait to be mirrored; throws {@link EventBusException}
   * @param deadline after which nothing new is begun
   * @param functionName to tell a person how to run it by hand
   * @param mirrorRole the ARN of the mirror's role, if known
   */
  public Reconciliation(
      TagMapping mapping,
      RegistrySurvey survey,
      EventBus bus,
      LongSupplier backlog,
      Deadline deadline,
      String functionName,
      Optional<String> mirrorRole) {
    this.mapping = mapping;
    this.survey = survey;
    this.backlog = backlog;
    this.requests = new MirrorRequests(bus, mapping.consolidated(), deadline);
    this.functionName = functionName;
    this.mirrorRole = mirrorRole;
    this.planFindings =
        new PlanFindings(
            mapping.consolidated(),
            functionName,
            image -> Commands.requestMirror(requests.event(image)));
  }

  /**
   * Runs once.
   *
   * @param youngSince see {@link ReconcilePlanner#plan}
   * @param dry only says what it would request
   */
  public ReconcileOutcome run(Instant youngSince, boolean dry) {
    return new Run().run(youngSince, dry);
  }

  /** What one run has to tell, as it comes up. */
  private final class Run {
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<RepositoryName, Integer> images = new LinkedHashMap<>();
    private boolean complete = true;

    private ReconcileOutcome run(Instant youngSince, boolean dry) {
      var repositories = reading(survey::repositories);
      switch (repositories) {
        case Failed<List<Repository>> failed -> unread("the list of repositories", failed);
        case Read<List<Repository>>(var all) -> {
          var legacy = all.stream().filter(it -> mapping.covers(it.name())).toList();
          var consolidated =
              all.stream().filter(it -> it.name().equals(mapping.consolidated())).findFirst();
          if (legacy.isEmpty()) {
            noLegacyRepository();
          }
          if (consolidated.isEmpty()) {
            noConsolidatedRepository(legacy);
          }
          if (failures.isEmpty()) {
            return compare(legacy, consolidated.orElseThrow(), youngSince, dry);
          }
        }
      }
      return outcome(new ReconcilePlan(List.of()), 0);
    }

    private ReconcileOutcome compare(
        List<Repository> legacy, Repository consolidated, Instant youngSince, boolean dry) {
      var read = inventories(legacy, consolidated);
      var there = Optional.ofNullable(read.remove(consolidated.name()));
      if (there.isEmpty()) {
        return outcome(new ReconcilePlan(List.of()), 0);
      }
      var inventories =
          new Inventories(
              legacy.stream().map(Repository::name).toList(),
              read,
              there.get(),
              consolidated.mutability());
      var plan = new ReconcilePlanner(mapping).plan(inventories, youngSince);
      findings.addAll(
          new GroundCheck(mapping).check(ground(legacy, consolidated), inventories, plan));
      findings.addAll(planFindings.of(plan));
      return outcome(plan, dry ? 0 : request(plan));
    }

    /** Of the repositories that could be read. */
    private Map<RepositoryName, Inventory> inventories(
        List<Repository> legacy, Repository consolidated) {
      // The consolidated repository first: it is the largest.
      return Stream.concat(Stream.of(consolidated), legacy.stream())
          .map(Repository::name)
          .gather(Gatherers.mapConcurrent(PARALLEL_READS, Reconciliation.this::inventory))
          .flatMap(reading -> kept(reading).stream())
          .peek(inventory -> images.put(inventory.repository(), inventory.images().size()))
          .collect(toMap(Inventory::repository, inventory -> inventory));
    }

    private Optional<Inventory> kept(OfRepository reading) {
      if (reading.reading() instanceof Failed<Inventory> failed) {
        unread(reading.repository().toString(), failed);
      }
      return reading.reading().answer();
    }

    private int request(ReconcilePlan plan) {
      var wanted = plan.requests().count();
      if (wanted == 0) {
        return 0;
      }
      try {
        var waiting = backlog.getAsLong();
        if (waiting >= MOST_WAITING) {
          waits(wanted, waiting);
          return 0;
        }
      } catch (EventBusException e) {
        refused(String.valueOf(e.getMessage()));
        return 0;
      }
      var published = requests.publish(plan.requests());
      if (!published.complete()) {
        published.refusal().ifPresentOrElse(this::refused, this::timeUp);
      }
      return published.requested();
    }

    private ReconcileOutcome outcome(ReconcilePlan plan, int requested) {
      return new ReconcileOutcome(plan, images, findings, requested, complete, failures);
    }

    private void unread(String what, Failed<?> failed) {
      complete = false;
      if (failed.outOfTime()) {
        timeUp();
        return;
      }
      failures.add("%s could not be read: %s".formatted(what, failed.reason()));
      findings.add(
          new Finding(
              ERROR,
              "%s could not be read: %s".formatted(what, failed.reason()),
              "nothing of it is compared; the other repositories are. If it says AccessDenied, look at the policy of the repository and of the reconciler's role",
              "aws ecr get-repository-policy --repository-name " + what));
    }

    private void noLegacyRepository() {
      fail(
          "there is no repository in the legacy namespace",
          "there is nothing to mirror: LEGACY_NAMESPACE or the region is not the one meant",
          "aws ecr describe-repositories --query 'repositories[].repositoryName'");
    }

    private void noConsolidatedRepository(List<Repository> legacy) {
      var encryption =
          legacy.stream()
              .map(Repository::encryption)
              .findFirst()
              .orElse(new Encryption("AES256", ""));
      fail(
          "the consolidated repository %s does not exist".formatted(mapping.consolidated()),
          "nothing can be mirrored; create it, encrypted as the legacy repositories are, or set CONSOLIDATED_REPOSITORY to the one meant",
          Commands.createRepository(mapping.consolidated(), encryption));
    }

    private void fail(String what, String means, String command) {
      complete = false;
      failures.add("%s; %s: %s".formatted(what, means, command));
      findings.add(new Finding(ERROR, what, means, command));
    }

    private void waits(long wanted, long waiting) {
      complete = false;
      findings.add(
          new Finding(
              INFO,
              "%d images were not requested: %d still wait to be mirrored"
                  .formatted(wanted, waiting),
              "they are probably among those; the next run with fewer than %d waiting requests what is missing then"
                  .formatted(MOST_WAITING),
              Commands.invoke(functionName, "{\"dryRun\":true}")));
    }

    private void refused(String reason) {
      complete = false;
      failures.add(reason);
      findings.add(
          new Finding(
              ERROR,
              "not everything was requested: " + reason,
              "what was requested is; the next run requests the rest",
              Commands.invoke(functionName, "{}")));
    }

    private void timeUp() {
      var finding =
          new Finding(
              WARNING,
              "the time was up before everything was read and requested",
              "what was requested is; the next run goes on from there. If no run ever ends, give the function more memory, which makes it faster",
              Commands.invoke(functionName, "{}"));
      complete = false;
      if (!findings.contains(finding)) {
        findings.add(finding);
      }
    }
  }

  private record OfRepository(RepositoryName repository, Reading<Inventory> reading) {}

  private OfRepository inventory(RepositoryName repository) {
    return new OfRepository(repository, reading(() -> survey.inventory(repository)));
  }

  private Ground ground(List<Repository> legacy, Repository consolidated) {
    return new Ground(
        legacy,
        consolidated,
        reading(survey::mountsBlobs),
        reading(survey::pullTimeExclusions),
        mirrorRole);
  }

  /** An exception would cancel the neighbours, whose answers count. */
  private static <T> Reading<T> reading(Supplier<T> question) {
    try {
      return new Read<>(question.get());
    } catch (RegistryException e) {
      return new Failed<>(e.code(), String.valueOf(e.getMessage()), e.isOutOfTime());
    }
  }
}
