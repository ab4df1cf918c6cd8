package io.github.ecrconsolidation.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.github.ecrconsolidation.cleanup.CleanupDecision;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.CleanupResult;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.local.EcrError;
import io.github.ecrconsolidation.local.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Whatever the registry holds and whatever goes wrong: nothing is lost. */
class CleanupPropertyIT {
  /** Few, as each is a registry of its own; {@code -Dexamples=1000} for a long look. */
  private static final int EXAMPLES = Integer.getInteger("examples", 15);

  private static final Set<KeepReason> OF_OTHERS =
      Set.of(
          KeepReason.HOLDS_ANOTHER_TAG,
          KeepReason.REFERENCED_BY_KEPT_INDEX,
          KeepReason.SUBJECT_KEPT,
          KeepReason.REFERRER_KEPT);

  private static final List<String> CALLS =
      List.of(
          "DescribeRepositories",
          "ListTagsForResource",
          "TagResource",
          "BatchCheckLayerAvailability",
          "DescribeImages",
          "BatchGetImage",
          "BatchDeleteImage",
          "UpdateImageStorageClass",
          "GetAuthorizationToken",
          "GET blob",
          "GetObject");

  private final Gen<Long> seeds = longs().between(0, Integer.MAX_VALUE);

  private void check(BiConsumer<Long, Integer> property) {
    qt().withExamples(EXAMPLES)
        .withShrinkCycles(0)
        .forAll(seeds, integers().between(0, 1_000_000))
        .checkAssert(property);
  }

  @Test
  void whatReportSaysIsWhatDeleteDoes() {
    check((seed, _) -> {
      try (var registry = new RandomRegistry(seed)) {
        var reported = eligible(registry.run(registry.policy(Mode.REPORT)));
        var before = registry.legacy();

        var results = registry.runs(registry.policy(Mode.DELETE));

        assertThat(results).allSatisfy(result -> assertThat(result.failures()).isEmpty());
        var after = registry.legacy();
        assertThat(before).containsAll(after);
        before.removeAll(after);
        assertThat(before).isEqualTo(reported).isEqualTo(registry.journal);
        assertThat(results.stream().mapToLong(it -> it.state().removed()).sum())
            .isEqualTo(reported.size());
      }
    });
  }

  @Test
  void aRunAfterACompleteRunDoesNothing() {
    check((seed, number) -> {
      try (var registry = new RandomRegistry(seed)) {
        var mode = mode(number);
        assertThat(registry.runs(registry.policy(mode)).getLast().complete()).isTrue();

        var again = registry.run(registry.policy(mode));

        assertThat(again.complete()).isTrue();
        assertThat(again.state().removed()).isZero();
        assertThat(eligible(again)).isEmpty();
      }
    });
  }

  @Test
  void nothingIsLostWhateverCallFails() {
    check((seed, number) -> {
      try (var registry = new RandomRegistry(seed)) {
        nothingIsLost(registry, mode(number), () -> fail(registry.ecr.faults(), number));
      }
    });
  }

  private static void fail(Faults faults, int number) {
    var call = faults.on(CALLS.get(number % CALLS.size()));
    var times = 1 + number % 11;
    switch (number % 5) {
      case 0 -> call.times(times).throttle();
      case 1 -> call.times(times).refuse(EcrError.SERVER);
      case 2 -> call.times(times).refuse(EcrError.ACCESS_DENIED);
      case 3 -> call.refuse(EcrError.SERVER);
      default -> call.times(times).loseResponse();
    }
  }

  private static Mode mode(int number) {
    return number % 3 == 0 ? Mode.ARCHIVE : Mode.DELETE;
  }

  @Test
  void nothingIsLostWhoeverPushesAndPullsMeanwhile() {
    check((seed, number) -> {
      try (var registry = new RandomRegistry(seed)) {
        nothingIsLost(registry, mode(number), () -> disturb(registry, number));
      }
    });
  }

  private static void disturb(RandomRegistry registry, int number) {
    var faults = registry.ecr.faults();
    CALLS.forEach(call -> faults.on(call).times(1 + number % 3).before(registry::disturb));
    faults.on(Faults.ANY).times(1 + number % 7).after(registry::disturb);
  }

  @Test
  void nothingIsLostWhenARunIsKilledAnywhere() {
    check((seed, number) -> {
      try (var registry = new RandomRegistry(seed)) {
        var mode = mode(number);

        nothingIsLost(registry, mode, () -> registry.entriesLeft = number % 6);

        registry.entriesLeft = Integer.MAX_VALUE;
        assertThat(registry.runs(registry.policy(mode)).getLast().complete()).isTrue();
        assertThat(registry.run(registry.policy(mode)).state().removed()).isZero();
      }
    });
  }

  @Test
  void whatWasArchivedMayBeDeletedAfterASecondWindowOnly() {
    check((seed, number) -> {
      try (var registry = new RandomRegistry(seed)) {
        var archived =
            registry.runs(registry.policy(Mode.ARCHIVE)).stream()
                .mapToLong(it -> it.state().removed())
                .sum();
        registry.ecr.clock().advance(Duration.ofDays(number % 30));
        var journalOfArchive = Set.copyOf(registry.journal);
        var before = registry.legacy();

        registry.runs(registry.policy(Mode.DELETE));

        assertThat(journalOfArchive).hasSize((int) archived);
        assertThat(registry.legacy()).containsAll(journalOfArchive);
        registry.ecr.clock().advance(Duration.ofDays(30));
        nothingIsLost(registry, Mode.DELETE, () -> {});
        var left = registry.legacy();
        left.retainAll(journalOfArchive);
        assertThat(keptBecauseOfOthers(registry)).containsAll(left);
        assertThat(before).containsAll(registry.legacy());
      }
    });
  }

  /** What is kept not for its own sake, but because a kept image needs it. */
  private static Set<String> keptBecauseOfOthers(RandomRegistry registry) {
    return registry
        .run(registry.policy(Mode.REPORT))
        .plan()
        .decisions()
        .flatMap(decision -> decision instanceof Keep keep ? Stream.of(keep) : Stream.empty())
        .filter(keep -> OF_OTHERS.contains(keep.reason()))
        .map(keep -> keep.image().repository() + "@" + keep.image().digest())
        .collect(Collectors.toSet());
  }

  /** Runs once, whatever becomes of it, and looks at both sides. */
  private static void nothingIsLost(RandomRegistry registry, Mode mode, Runnable trouble) {
    var union = registry.union();
    var legacy = registry.legacy();
    var tags = registry.legacyTags();
    var consolidated = registry.consolidated();
    var failures = new ArrayList<String>();
    trouble.run();

    try {
      registry.runs(registry.policy(mode)).forEach(it -> failures.addAll(it.failures()));
    } catch (RandomRegistry.Killed powerFailed) {
      // The next run goes on.
    }
    registry.ecr.faults().clear();

    assertThat(registry.union()).as("digests of both sides").containsAll(union);
    assertThat(registry.consolidated()).isEqualTo(consolidated);
    var gone = new TreeSet<>(legacy);
    gone.removeAll(registry.legacy());
    assertThat(registry.journal).containsAll(gone);
    everythingGoneCanBePulled(registry, gone);
    everyTagGoneHasItsPlace(registry, tags, failures);
    if (mode == Mode.ARCHIVE) {
      assertThat(gone).isEmpty();
    }
  }

  private static void everythingGoneCanBePulled(RandomRegistry registry, Set<String> gone) {
    var active = registry.active();
    for (var image : gone) {
      var digest = image.substring(image.indexOf('@') + 1);
      assertThat(active).contains(digest);
      var manifest = registry.ecr.store().manifest(RandomRegistry.CONSOLIDATED, digest);
      assertThat(active).containsAll(RandomRegistry.children(manifest));
    }
  }

  private static void everyTagGoneHasItsPlace(
      RandomRegistry registry, Map<String, String> before, List<String> failures) {
    var after = registry.legacyTags();
    var there = registry.ecr.store().tags(RandomRegistry.CONSOLIDATED);
    before.forEach((tag, digest) -> {
      if (!after.containsKey(tag)
          // A tag given in the very moment of the deletion is told of.
          && failures.stream().noneMatch(it -> it.contains("in the moment of its deletion"))) {
        assertThat(registry.place(tag))
            .hasValueSatisfying(place -> assertThat(there).containsEntry(place, digest));
      }
    });
  }

  private static Set<String> eligible(CleanupResult outcome) {
    return outcome
        .plan()
        .decisions()
        .filter(CleanupDecision::isEligible)
        .map(decision -> decision.image().repository() + "@" + decision.image().digest())
        .collect(Collectors.toSet());
  }
}
