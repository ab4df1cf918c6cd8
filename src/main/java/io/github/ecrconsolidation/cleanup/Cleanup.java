package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.EcrReader;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One run: read both sides, plan, and carry the plan out in the way of the mode. Everything may be
 * repeated; a run that ends early is finished by the next.
 */
public final class Cleanup {
  private final CleanupPolicy policy;
  private final TagMapping mapping;
  private final EcrReader reader;
  private final EcrCleanup registry;
  private final Journal journal;
  private final Deadline deadline;

  /**
   * @param deadline after which nothing new is begun
   */
  public Cleanup(
      CleanupPolicy policy,
      TagMapping mapping,
      EcrReader reader,
      EcrCleanup registry,
      Journal journal,
      Deadline deadline) {
    this.policy = policy;
    this.mapping = mapping;
    this.reader = reader;
    this.registry = registry;
    this.journal = journal;
    this.deadline = deadline;
  }

  /** Runs once. */
  public CleanupResult run() {
    var read = new CleanupSurvey(mapping, reader, registry).read();
    var begun = RunState.BEGUN.failed(read.failures()).warned(read.warnings());
    if (read.snapshot().isEmpty()) {
      return new CleanupResult(new CleanupPlan(List.of()), begun, read.inTime());
    }
    var snapshot = read.snapshot().get();
    var planner = new CleanupPlanner(policy, mapping);
    var plan = planner.plan(snapshot, deadline.clock().instant());
    return new CleanupResult(plan, carriedOut(plan, read, planner, begun), true);
  }

  private RunState carriedOut(
      CleanupPlan plan, CleanupSurvey.Result read, CleanupPlanner planner, RunState begun) {
    var isAnyEligible = plan.decisions().anyMatch(CleanupDecision::isEligible);
    var state = isAnyEligible ? removed(plan, read, planner, begun) : begun;
    return policy.deleteEmptyRepositories() && policy.mode() == Mode.DELETE
        ? new EmptyRepositories(policy, registry, this::brake, deadline).delete(plan, state)
        : state;
  }

  private RunState removed(
      CleanupPlan plan, CleanupSurvey.Result read, CleanupPlanner planner, RunState begun) {
    var snapshot = read.snapshot().orElseThrow();
    var mirrored =
        new Mirrored(
            snapshot.mirrored().stream().map(RepositorySnapshot::repository).toList(), registry);
    var layers = new LayerProof(mirrored.repositories(), registry);
    var probe = new LayerProbe(mirrored.repositories(), registry);
    var sample = new DailySample(LocalDate.ofInstant(deadline.clock().instant(), ZoneOffset.UTC));
    var steps =
        new BatchSteps(
            registry,
            this::brake,
            new Recheck(planner, mirrored, layers, registry, deadline.clock()),
            sample,
            probe,
            removal(),
            new Verification(mirrored, layers, probe),
            new RemovalCount(policy.mode(), registry));
    try {
      var braked = brake();
      if (braked.isPresent()) {
        return begun.failed(List.of(braked.get())).stopped(Stop.ON_HOLD);
      }
      var ramp =
          new Ramp(policy, mirrored, sample, Allowance.atLeast(read.record()))
              .look(
                  snapshot,
                  EarlierRemovals.of(snapshot, mapping, policy.mode()),
                  plan.repositories().stream()
                      .collect(toMap(it -> it.repository().name(), it -> it.eligible().size())));
      if (ramp.loss().isPresent()) {
        return begun.lost(ramp.loss().get());
      }
      var shared =
          policy.mode() == Mode.ARCHIVE
              ? List.<Keep>of()
              : new SharedLayers(layers).kept(plan, snapshot, ramp.allowance().proven());
      return new Cleaner(steps, ramp.allowance(), deadline)
          .run(queues(plan.without(shared), snapshot), begun.kept(shared));
    } catch (RegistryException e) {
      return e.isOutOfTime()
          ? begun.stopped(Stop.OUT_OF_TIME)
          : begun.lost("what was removed earlier could not be verified: " + e.getMessage());
    }
  }

  /** A report may tell what it would do although a brake is pulled; its warnings name the brake. */
  private Optional<String> brake() {
    return policy.mode() == Mode.REPORT
        ? Optional.empty()
        : RemovalBrake.refusal(
            mapping.namespace(),
            mapping.consolidated(),
            registry.resourceTags(mapping.consolidated()));
  }

  private Removal removal() {
    return switch (policy.mode()) {
      case REPORT -> Removal.NONE;
      case ARCHIVE -> new ArchivingRemoval(registry, journal);
      case DELETE -> new DeletingRemoval(registry, journal);
    };
  }

  private static List<BatchQueue> queues(CleanupPlan plan, CleanupSnapshot snapshot) {
    var elsewhere = elsewhere(snapshot);
    return plan.repositories().stream()
        .filter(it -> !it.eligible().isEmpty())
        .map(it -> new BatchQueue(it, elsewhere))
        .toList();
  }

  /** Whether more than one legacy repository has the image. */
  private static Predicate<Image> elsewhere(CleanupSnapshot snapshot) {
    var repositories = new HashMap<Digest, Integer>();
    snapshot.legacy().stream()
        .flatMap(repository -> repository.images().stream())
        .map(Image::digest)
        .forEach(digest -> repositories.merge(digest, 1, Integer::sum));
    return image -> repositories.getOrDefault(image.digest(), 0) > 1;
  }
}
