package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.ecr.EcrProof;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.events.EventBusException;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run: makes the experiments, and removes what it created. It may be killed at any moment:
 * whatever it created has the name and the tag by which {@link ProofCleanUp} finds it.
 */
public final class Proof {
  /** On a run that is kept: the release with which everything held that showed at once. */
  private static final String HELD_KEY = "ecr-consolidation:proof-held";

  private final Surroundings surroundings;
  private final ProofId id;
  private final List<Result> results = new ArrayList<>();
  private final List<String> obstacles = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  public Proof(Surroundings surroundings, ProofId id) {
    this.surroundings = surroundings;
    this.id = id;
  }

  /** Creates, observes, waits and looks again if asked, removes, and records if asked. */
  public ProofReport run(ProofOptions options) {
    var keep = false;
    try {
      if (succeeds(() -> prepare(options))) {
        results.addAll(results(Experiments.ofRegistry(), Experiment::observe));
        if (options.events()) {
          results.addAll(results(Experiments.ofEvents(), Experiment::observe));
        }
        options.lookAgainAfter().ifPresent(this::lookAgain);
        keep = options.keep() || isStillOpenFor(options.record());
        if (keep && holdsSoFar()) {
          succeeds(() -> surroundings.registry().tag(id.consolidated(), HELD_KEY, release()));
        }
      }
    } finally {
      remove(options.events(), keep);
    }
    options.record().ifPresent(it -> record(it, report().unproven()));
    return report();
  }

  /** Looks again at a run that was kept; keeps it once more if asked, or if it is still open. */
  public ProofReport check(boolean keepOnceMore, Optional<RepositoryName> record) {
    var held = new ArrayList<String>();
    var keep = true;
    try {
      if (succeeds(() -> held.add(heldWith()))) {
        results.addAll(results(later(), Experiment::later));
        keep = keepOnceMore || isStillOpenFor(record);
      }
    } finally {
      remove(false, keep);
    }
    record.ifPresent(it -> record(it, unproven(held)));
    return report();
  }

  /** The other lines were looked at when the run began. */
  private List<String> unproven(List<String> heldWith) {
    var begun =
        heldWith.contains(release())
            ? Stream.<String>empty()
            : Stream.of(
                "run %s did not prove the other lines with release %s".formatted(id, release()));
    return Stream.concat(report().unproven().stream(), begun).toList();
  }

  private void prepare(ProofOptions options) {
    var registry = surroundings.registry();
    options.record().ifPresent(it -> requireRepository(registry, it));
    if (options.events()) {
      // First of all: a new rule needs its time until it sees events.
      surroundings.events().create(id.name(), id.name() + "/", ProofId.TAG_KEY, id.value());
    }
    new Bench(id, registry, surroundings).createRepositories(options.kmsKey());
  }

  private static void requireRepository(EcrProof registry, RepositoryName name) {
    if (registry.resourceTags(name).isEmpty()) {
      throw new Bench.Obstacle("there is no repository %s to record it on".formatted(name));
    }
  }

  private String heldWith() {
    var tags = surroundings.registry().resourceTags(id.consolidated());
    if (tags.filter(it -> id.value().equals(it.get(ProofId.TAG_KEY))).isEmpty()) {
      throw new Bench.Obstacle("no run %s is kept in this account and region".formatted(id));
    }
    return tags.get().getOrDefault(HELD_KEY, "");
  }

  // --- experiments

  private static List<Experiment> later() {
    return Experiments.ofRegistry().stream().filter(Experiment::looksLater).toList();
  }

  private void lookAgain(Duration wait) {
    surroundings
        .progress()
        .accept(
            "waiting for %s; if this is interrupted, prove --check %s continues, prove --clean-up removes it"
                .formatted(wait, id));
    surroundings.pause().accept(wait);
    var open = later().stream().filter(it -> isOpen(it.assumption())).toList();
    for (var again : results(open, Experiment::later)) {
      results.replaceAll(it -> it.assumption().equals(again.assumption()) ? again : it);
    }
  }

  private boolean isOpen(Assumption assumption) {
    return results.stream()
        .anyMatch(it ->
            it.assumption().equals(assumption) && it.observation() instanceof Observation.Open);
  }

  @FunctionalInterface
  private interface Look {
    Observation at(Experiment experiment, Bench bench);
  }

  private List<Result> results(List<Experiment> experiments, Look look) {
    var bench = new Bench(id, surroundings.registry(), surroundings);
    var made = new ArrayList<Result>();
    for (var experiment : experiments) {
      surroundings.progress().accept(experiment.assumption().name());
      made.add(new Result(experiment.assumption(), observation(experiment, look, bench)));
    }
    return made;
  }

  /** What an experiment throws is its own result: the others are made all the same. */
  private static Observation observation(Experiment experiment, Look look, Bench bench) {
    try {
      return look.at(experiment, bench);
    } catch (RegistryException | EventBusException | Bench.Obstacle e) {
      return new Observation.Undetermined(String.valueOf(e.getMessage()));
    }
  }

  // --- the end

  private void remove(boolean withEvents, boolean keep) {
    var leftovers = new Leftovers(surroundings.registry(), surroundings.events());
    if (withEvents) {
      leftovers.removeEvents(id);
    }
    if (!keep) {
      leftovers.removeRepositories(id);
    } else if (!results.isEmpty()) {
      notes.add(
          "kept: prove --check %s looks again, best after a day; prove --clean-up removes it"
              .formatted(id));
    }
    obstacles.addAll(leftovers.obstacles());
    if (!leftovers.obstacles().isEmpty()) {
      notes.add("prove --clean-up finds and removes what is left");
    }
  }

  private boolean holdsSoFar() {
    return report().holdsSoFar();
  }

  private boolean isStillOpenFor(Optional<RepositoryName> record) {
    return record.isPresent() && holdsSoFar() && results.stream().anyMatch(Result::isOpen);
  }

  private void record(RepositoryName repository, List<String> unproven) {
    if (!unproven.isEmpty()) {
      obstacles.add("not recorded on %s: %s".formatted(repository, String.join("; ", unproven)));
      return;
    }
    var date = surroundings.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
    var record = new ProofRecord(date, Release.CURRENT);
    if (succeeds(
        () -> surroundings.registry().tag(repository, ProofRecord.TAG_KEY, record.toString()))) {
      notes.add(
          "recorded: %1$s carries %2$s=%3$s; if a stack owns %1$s, set \"ProofRecord=%3$s\" in its samconfig.toml before its next deploy, which else may remove the record"
              .formatted(repository, ProofRecord.TAG_KEY, record));
    }
  }

  private static String release() {
    return Release.CURRENT.toString();
  }

  /** Whether {@code action} got through; if not, it is told as an obstacle. */
  private boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (RegistryException | EventBusException | Bench.Obstacle e) {
      obstacles.add(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private ProofReport report() {
    return new ProofReport(id, results, obstacles, notes);
  }
}
