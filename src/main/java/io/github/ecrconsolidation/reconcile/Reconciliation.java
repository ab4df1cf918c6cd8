package io.github.ecrconsolidation.reconcile;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.Preflight;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightInput;
import io.github.ecrconsolidation.preflight.Reading;
import io.github.ecrconsolidation.preflight.Reading.Failed;
import io.github.ecrconsolidation.preflight.Reading.Read;
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
  private final boolean ownedByStack;

  /**
   * @param bus where images are asked for
   * @param backlog how many images wait to be mirrored; throws {@link EventBusException}
   * @param deadline after which nothing new is begun
   * @param functionName to tell a person how to run it by hand
   * @param mirrorRole the ARN of the mirror's role, if known
   * @param ownedByStack whether the settings of the consolidated repository are parameters
   */
  public Reconciliation(
      TagMapping mapping,
      RegistrySurvey survey,
      EventBus bus,
      LongSupplier backlog,
      Deadline deadline,
      String functionName,
      Optional<String> mirrorRole,
      boolean ownedByStack) {
    this.mapping = mapping;
    this.survey = survey;
    this.backlog = backlog;
    this.requests = new MirrorRequests(bus, mapping.consolidated(), deadline);
    this.functionName = functionName;
    this.mirrorRole = mirrorRole;
    this.ownedByStack = ownedByStack;
    this.planFindings =
        new PlanFindings(
            mapping, functionName, image -> Commands.requestMirror(requests.override(image)));
  }

  /**
   * Runs once.
   *
   * @param youngSince see {@link ReconcilePlanner#plan}
   * @param dry only says what it would request
   */
  public ReconcileOutcome run(Instant youngSince, boolean dry) {
    return new Run(false).run(youngSince, dry);
  }

  /** Reads all settings, policies included, and says what it would request. */
  public ReconcileOutcome preflight(Instant youngSince) {
    return new Run(true).run(youngSince, true);
  }

  /** What one run has to tell, as it comes up. */
  private final class Run {
    private final List<PreflightFinding> findings = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<RepositoryName, Integer> images = new LinkedHashMap<>();
    private boolean compared = true;
    private boolean complete = true;
    private final boolean readsSettings;

    private Run(boolean readsSettings) {
      this.readsSettings = readsSettings;
    }

    private ReconcileOutcome run(Instant youngSince, boolean dry) {
      var repositories = reading(survey::repositories);
      switch (repositories) {
        case Failed<List<Repository>> failed -> unread(failed, RunFindings.noList(failed.reason()));
        case Read<List<Repository>>(var all) -> {
          var legacy = all.stream().filter(it -> mapping.covers(it.name())).toList();
          var consolidated =
              all.stream().filter(it -> it.name().equals(mapping.consolidated())).findFirst();
          if (legacy.isEmpty()) {
            fail(RunFindings.noLegacyRepository());
          }
          if (consolidated.isEmpty()) {
            fail(
                RunFindings.noConsolidatedRepository(mapping.consolidated(), legacy, ownedByStack));
          }
          compared = failures.isEmpty();
          if (compared) {
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
              consolidated.mutability(),
              mayExpire(consolidated));
      var plan = new ReconcilePlanner(mapping).plan(inventories, youngSince);
      findings.addAll(
          new Preflight(mapping).check(preflightInput(legacy, consolidated, inventories, plan)));
      findings.addAll(planFindings.of(plan));
      return outcome(plan, dry ? 0 : request(plan));
    }

    private PreflightInput preflightInput(
        List<Repository> legacy,
        Repository consolidated,
        Inventories inventories,
        ReconcilePlan plan) {
      return new PreflightInput(
          legacy,
          consolidated,
          inventories.legacy(),
          inventories.consolidated(),
          BackfillGrowth.of(plan, inventories.consolidated()),
          ownedByStack,
          reading(survey::mountsBlobs),
          reading(survey::pullTimeExclusions),
          mirrorRole,
          readsSettings
              ? Optional.of(SettingsReading.read(survey.settings(), legacy, consolidated.name()))
              : Optional.empty());
    }

    private boolean mayExpire(Repository consolidated) {
      var policy =
          reading(() -> survey.settings().lifecyclePolicy(consolidated.name()).isPresent());
      if (policy instanceof Failed<Boolean> failed) {
        unread(failed, RunFindings.unread(consolidated.name(), failed.reason()));
      }
      return policy.answer().orElse(true);
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
        unread(failed, RunFindings.unread(reading.repository(), failed.reason()));
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
          tell(RunFindings.waits(functionName, wanted, waiting));
          return 0;
        }
      } catch (EventBusException e) {
        fail(RunFindings.refused(functionName, String.valueOf(e.getMessage())));
        return 0;
      }
      var published = requests.publish(plan.requests());
      if (!published.complete()) {
        published
            .refusal()
            .ifPresentOrElse(
                reason -> fail(RunFindings.refused(functionName, reason)),
                () -> tell(RunFindings.timeUp(functionName)));
      }
      return published.requested();
    }

    private ReconcileOutcome outcome(ReconcilePlan plan, int requested) {
      return new ReconcileOutcome(plan, images, findings, requested, compared, complete, failures);
    }

    private void unread(Failed<?> failed, PreflightFinding finding) {
      compared = false;
      if (failed.outOfTime()) {
        tell(RunFindings.timeUp(functionName));
      } else {
        fail(finding);
      }
    }

    private void fail(PreflightFinding finding) {
      failures.add(
          "%s; %s: %s".formatted(finding.what(), finding.means(), finding.remedy().text()));
      tell(finding);
    }

    /** Something that keeps the run from being complete; once is enough. */
    private void tell(PreflightFinding finding) {
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

  /** An exception would cancel the neighbours, whose answers count. */
  static <T> Reading<T> reading(Supplier<T> question) {
    try {
      return new Read<>(question.get());
    } catch (RegistryException e) {
      return new Failed<>(e.code(), String.valueOf(e.getMessage()), e.isOutOfTime());
    }
  }
}
