package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.survey.RegistrySurvey.ask;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.EcrReader;
import io.github.ecrconsolidation.events.EventBus;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.preflight.Preflight;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightInput;
import io.github.ecrconsolidation.survey.OfRepository;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import io.github.ecrconsolidation.survey.RegistrySurvey;
import io.github.ecrconsolidation.survey.Repositories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One run: read both sides, plan, request what the plan says, and tell. Everything may be repeated;
 * a run that ends early is finished by the next.
 */
public final class Reconciliation {
  /**
   * With so many messages waiting, the last run's requests are probably among them: asking again
   * would double them.
   */
  static final int MOST_WAITING = 100;

  private final TagMapping mapping;
  private final EcrReader registry;
  private final RegistrySurvey survey;
  private final LongSupplier backlog;
  private final MirrorRequests requests;
  private final PlanFindings planFindings;
  private final Optional<String> mirrorRole;
  private final boolean ownedByStack;

  /**
   * @param bus where images are asked for
   * @param backlog how many images wait to be mirrored; throws {@link EventBusException}
   * @param deadline after which nothing new is begun
   * @param mirrorRole the ARN of the mirror's role, if known
   * @param ownedByStack whether the settings of the consolidated repository are parameters
   */
  public Reconciliation(
      TagMapping mapping,
      EcrReader registry,
      EventBus bus,
      LongSupplier backlog,
      Deadline deadline,
      Optional<String> mirrorRole,
      boolean ownedByStack) {
    this.mapping = mapping;
    this.registry = registry;
    this.survey = new RegistrySurvey(mapping, registry);
    this.backlog = backlog;
    this.requests = new MirrorRequests(bus, mapping.consolidated(), deadline);
    this.mirrorRole = mirrorRole;
    this.ownedByStack = ownedByStack;
    this.planFindings = new PlanFindings(mapping);
  }

  /**
   * Runs once.
   *
   * @param youngSince see {@link ReconcilePlanner#plan}
   * @param dry only says what it would request
   */
  public ReconcileResult run(Instant youngSince, boolean dry) {
    return new Run(false).run(youngSince, dry);
  }

  /** Reads all settings, policies included, and says what it would request. */
  public ReconcileResult preflight(Instant youngSince) {
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

    private ReconcileResult run(Instant youngSince, boolean dry) {
      switch (survey.repositories()) {
        case Failed<Repositories> failed -> unread(failed, RunFindings.noList(failed.reason()));
        case Read<Repositories>(var repositories) -> {
          var legacy = repositories.legacy();
          if (legacy.isEmpty()) {
            fail(RunFindings.noLegacyRepository(mapping.namespace()));
          }
          if (repositories.consolidated().isEmpty()) {
            fail(
                RunFindings.noConsolidatedRepository(mapping.consolidated(), legacy, ownedByStack));
          }
          compared = failures.isEmpty();
          if (compared) {
            return compare(legacy, repositories.consolidated().orElseThrow(), youngSince, dry);
          }
        }
      }
      return result(new ReconcilePlan(List.of()), 0);
    }

    private ReconcileResult compare(
        List<Repository> legacy, Repository consolidated, Instant youngSince, boolean dry) {
      var read = survey.images(legacy, consolidated);
      read.readings().forEach(this::note);
      if (read.snapshot().isEmpty()) {
        return result(new ReconcilePlan(List.of()), 0);
      }
      var snapshot = read.snapshot().get();
      var plan = new ReconcilePlanner(mapping).plan(snapshot, mayExpire(consolidated), youngSince);
      findings.addAll(
          new Preflight(mapping).check(preflightInput(legacy, consolidated, snapshot, plan)));
      findings.addAll(planFindings.of(plan));
      return result(plan, dry ? 0 : request(plan));
    }

    private void note(OfRepository<RepositorySnapshot> reading) {
      switch (reading.reading()) {
        case Read<RepositorySnapshot>(var snapshot) ->
            images.put(reading.repository(), snapshot.images().size());
        case Failed<RepositorySnapshot> failed ->
            unread(failed, RunFindings.unread(reading.repository(), failed.reason()));
      }
    }

    private PreflightInput preflightInput(
        List<Repository> legacy,
        Repository consolidated,
        RegistrySnapshot snapshot,
        ReconcilePlan plan) {
      return new PreflightInput(
          legacy,
          consolidated,
          snapshot,
          BackfillGrowth.of(plan, snapshot.consolidated()),
          ownedByStack,
          ask(registry::mountsBlobs),
          ask(registry::pullTimeExclusions),
          mirrorRole,
          readsSettings
              ? Optional.of(SettingsReading.read(registry.settings(), legacy, consolidated.name()))
              : Optional.empty());
    }

    private boolean mayExpire(Repository consolidated) {
      var policy = ask(() -> registry.settings().lifecyclePolicy(consolidated.name()).isPresent());
      if (policy instanceof Failed<Boolean> failed) {
        unread(failed, RunFindings.unread(consolidated.name(), failed.reason()));
      }
      return policy.answer().orElse(true);
    }

    private int request(ReconcilePlan plan) {
      var missed = plan.requests().count();
      if (missed == 0) {
        return 0;
      }
      try {
        var waiting = backlog.getAsLong();
        if (waiting >= MOST_WAITING) {
          tell(RunFindings.waits(missed, waiting));
          return 0;
        }
      } catch (EventBusException e) {
        fail(RunFindings.refused(String.valueOf(e.getMessage())));
        return 0;
      }
      var published = requests.publish(plan.requests());
      if (!published.complete()) {
        published
            .refusal()
            .ifPresentOrElse(
                reason -> fail(RunFindings.refused(reason)), () -> tell(RunFindings.timeUp()));
      }
      return published.requested();
    }

    private ReconcileResult result(ReconcilePlan plan, int requested) {
      return new ReconcileResult(plan, images, findings, requested, compared, complete, failures);
    }

    private void unread(Failed<?> failed, PreflightFinding finding) {
      compared = false;
      if (failed.outOfTime()) {
        tell(RunFindings.timeUp());
      } else {
        fail(finding);
      }
    }

    private void fail(PreflightFinding finding) {
      failures.add(finding.summary());
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
}
