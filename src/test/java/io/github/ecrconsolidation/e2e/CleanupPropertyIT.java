package io.github.ecrconsolidation.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import io.github.ecrconsolidation.cleanup.CleanupDecision;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.CleanupResult;
import io.github.ecrconsolidation.cleanup.LegacyRepository;
import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.Faults;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quicktheories.core.Gen;

/** Whatever the registry holds and whatever goes wrong: nothing is lost. */
class CleanupPropertyIT {
  /**
   * Few, as each is a registry of its own. For a long look: {@code -Dexamples=1000
   * -Djunit.jupiter.execution.timeout.default=5h}.
   */
  private static final int EXAMPLES = Integer.getInteger("examples", 15);

  private static final int EXAMPLES_OF_EACH_MODE = Integer.getInteger("examples", 5);

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

  private static final LongAdder REGISTRIES = new LongAdder();
  private static final LongAdder REMOVED = new LongAdder();
  private static final LongAdder BRAKES = new LongAdder();
  private static final LongAdder FAILED_CALLS = new LongAdder();

  private final Gen<Long> seeds = longs().between(0, Integer.MAX_VALUE);

  /** Checks for many registries, each with choices of its own. */
  private void check(BiConsumer<RandomRegistry, Random> property) {
    check(EXAMPLES, property);
  }

  private void check(int examples, BiConsumer<RandomRegistry, Random> property) {
    qt().withExamples(examples)
        .withShrinkCycles(0)
        .forAll(seeds, integers().between(0, 1_000_000))
        .checkAssert((seed, number) -> {
          var choice = new Random(number);
          try (var registry = new RandomRegistry(seed)) {
            if (choice.nextBoolean()) {
              registry.ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
            }
            property.accept(registry, choice);
            REGISTRIES.increment();
            REMOVED.add(registry.journal.size());
          }
        });
  }

  @AfterAll
  static void tellHowMuchWasTried(TestReporter reporter) {
    reporter.publishEntry(
        Map.of(
            "registries", REGISTRIES.toString(),
            "images removed", REMOVED.toString(),
            "brakes pulled in time", BRAKES.toString(),
            "calls that failed once", FAILED_CALLS.toString()));
  }

  @Test
  void whatReportSaysIsWhatDeleteDoes() {
    check((registry, _) -> {
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
    });
  }

  @Test
  void aRunAfterACompleteRunDoesNothing() {
    check((registry, choice) -> {
      var mode = mode(choice);
      assertThat(registry.runs(registry.policy(mode)).getLast().complete()).isTrue();

      var again = registry.run(registry.policy(mode));

      assertThat(again.complete()).isTrue();
      assertThat(again.state().removed()).isZero();
      assertThat(eligible(again)).isEmpty();
    });
  }

  @Test
  void nothingIsLostWhateverCallFails() {
    check((registry, choice) -> {
      nothingIsLost(registry, mode(choice), () -> fail(registry.ecr.faults(), choice));
    });
  }

  private static void fail(Faults faults, Random choice) {
    var call = faults.on(CALLS.get(choice.nextInt(CALLS.size())));
    var times = 1 + choice.nextInt(11);
    switch (choice.nextInt(5)) {
      case 0 -> call.times(times).throttle();
      case 1 -> call.times(times).refuse(EcrError.SERVER);
      case 2 -> call.times(times).refuse(EcrError.ACCESS_DENIED);
      case 3 -> call.refuse(EcrError.SERVER);
      default -> call.times(times).loseResponse();
    }
  }

  private static Mode mode(Random choice) {
    return choice.nextInt(3) == 0 ? Mode.ARCHIVE : Mode.DELETE;
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aCallThatFailsOnceCostsNothing(Mode mode) {
    check(
        EXAMPLES_OF_EACH_MODE,
        (registry, choice) -> {
          var before = registry.legacy();
          var reported = eligible(registry.run(registry.policy(Mode.REPORT)));
          nothingIsLost(registry, mode, () -> failOnce(registry, choice));

          var last = registry.runs(registry.policy(mode)).getLast();

          assertThat(last.failures()).isEmpty();
          if (mode != Mode.REPORT) {
            assertThat(last.complete()).isTrue();
            assertThat(eligible(registry.run(registry.policy(mode)))).isEmpty();
          }
          if (mode == Mode.DELETE) {
            before.removeAll(registry.legacy());
            assertThat(before).isEqualTo(reported);
          }
        });
  }

  /** The number of a call: early ones more often, as half of the runs make less than 150. */
  private static int call(Random choice) {
    return 1 + choice.nextInt(1 + choice.nextInt(300));
  }

  private static void failOnce(RandomRegistry registry, Random choice) {
    var way = choice.nextInt(4);
    registry.beforeCall(
        call(choice),
        () -> {
          FAILED_CALLS.increment();
          // The next call, as this one is under way.
          var call = registry.ecr.faults().on(Faults.ANY).once();
          switch (way) {
            case 0 -> call.throttle();
            case 1 -> call.refuse(EcrError.SERVER);
            case 2 -> call.loseResponse();
            default -> call.cutBody(5);
          }
        });
  }

  /** What an operator can do to stop the clean-up. */
  private enum Brake {
    HOLD_ON_LEGACY,
    HOLD_ON_CONSOLIDATED,
    NO_NAMESPACE;

    /** Whether this stops what is done to {@code written}. */
    boolean stops(String written, String held) {
      return this != HOLD_ON_LEGACY || written.equals(held);
    }

    void pull(RandomRegistry registry, String repository) {
      if (this == NO_NAMESPACE) {
        registry.ecr.store().untagResource(repository, Set.of(NamespaceTag.KEY));
      } else {
        registry.ecr.store().tagResource(repository, Map.of(LegacyRepository.HOLD_TAG, "stop"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aBrakeStopsTheNextBatchBeforeWhicheverCallItIsPulled(Mode mode) {
    check(
        EXAMPLES_OF_EACH_MODE,
        (registry, choice) -> {
          var brake = Brake.values()[choice.nextInt(3)];
          var repository =
              brake == Brake.HOLD_ON_LEGACY
                  ? RandomRegistry.REPOSITORIES.get(
                      choice.nextInt(RandomRegistry.REPOSITORIES.size()))
                  : RandomRegistry.CONSOLIDATED;
          var audit = registry.ecr.audit();
          var pulledAt = new AtomicInteger(Integer.MAX_VALUE);
          nothingIsLost(
              registry,
              mode,
              () -> {
                audit.clear();
                registry.beforeCall(
                    call(choice),
                    () -> {
                      BRAKES.increment();
                      pulledAt.set(audit.entries().size());
                      brake.pull(registry, repository);
                    });
              });

          var calls = audit.entries();
          eachBatchLooksAtItsBrakes(calls);
          var looks =
              IntStream.range(0, calls.size())
                  .filter(i -> i >= pulledAt.get() && isLook(calls.get(i), repository))
                  .limit(1);
          looks.forEach(look ->
              assertThat(calls.subList(look, calls.size()))
                  .noneMatch(
                      call -> isRemoval(call) && brake.stops(call.repository(), repository)));
          if (mode == Mode.REPORT) {
            assertThat(calls).noneMatch(CleanupPropertyIT::isWrite);
          }
          if (pulledAt.get() < Integer.MAX_VALUE) {
            aLaterRunRemovesNothing(registry, mode, held -> brake.stops(held, repository));
          }
        });
  }

  /** Between the count that ends a batch and the next removal, both brakes are looked at. */
  private static void eachBatchLooksAtItsBrakes(List<Audit.Entry> calls) {
    var seen = new HashSet<String>();
    for (var call : calls) {
      if (call.operation().equals("TagResource")) {
        seen.clear();
      } else if (call.operation().equals("ListTagsForResource")) {
        Stream.concat(RandomRegistry.REPOSITORIES.stream(), Stream.of(RandomRegistry.CONSOLIDATED))
            .filter(repository -> isLook(call, repository))
            .forEach(seen::add);
      } else if (isRemoval(call)) {
        assertThat(seen).contains(call.repository(), RandomRegistry.CONSOLIDATED);
      }
    }
  }

  private static void aLaterRunRemovesNothing(
      RandomRegistry registry, Mode mode, Predicate<String> stopped) {
    registry.ecr.audit().clear();
    registry.runs(registry.policy(mode));
    assertThat(registry.ecr.audit().entries())
        .noneMatch(call -> isRemoval(call) && stopped.test(call.repository()));
  }

  private static boolean isLook(Audit.Entry call, String repository) {
    return call.operation().equals("ListTagsForResource")
        && Stream.concat(Stream.of(call.repository()), call.subjects().stream())
            .anyMatch(
                name -> name.equals(repository) || name.endsWith(":repository/" + repository));
  }

  private static boolean isRemoval(Audit.Entry call) {
    return Set.of("BatchDeleteImage", "UpdateImageStorageClass").contains(call.operation());
  }

  private static boolean isWrite(Audit.Entry call) {
    return isRemoval(call) || Set.of("TagResource", "PutImage").contains(call.operation());
  }

  @Test
  void nothingIsLostWhoeverPushesAndPullsMeanwhile() {
    check((registry, choice) -> {
      nothingIsLost(registry, mode(choice), () -> disturb(registry, choice));
    });
  }

  private static void disturb(RandomRegistry registry, Random choice) {
    var faults = registry.ecr.faults();
    CALLS.forEach(call -> faults.on(call).times(1 + choice.nextInt(3)).before(registry::disturb));
    faults.on(Faults.ANY).times(1 + choice.nextInt(7)).after(registry::disturb);
  }

  @Test
  void nothingIsLostWhenARunIsKilledAnywhere() {
    check((registry, choice) -> {
      var mode = mode(choice);

      nothingIsLost(registry, mode, () -> registry.entriesLeft = choice.nextInt(6));

      registry.entriesLeft = Integer.MAX_VALUE;
      assertThat(registry.runs(registry.policy(mode)).getLast().complete()).isTrue();
      assertThat(registry.run(registry.policy(mode)).state().removed()).isZero();
    });
  }

  @Test
  void whatWasArchivedMayBeDeletedAfterASecondWindowOnly() {
    check((registry, choice) -> {
      var archived =
          registry.runs(registry.policy(Mode.ARCHIVE)).stream()
              .mapToLong(it -> it.state().removed())
              .sum();
      registry.ecr.clock().advance(Duration.ofDays(choice.nextInt(30)));
      var journalOfArchive = Set.copyOf(registry.journal);
      var before = registry.legacy();

      registry.runs(registry.policy(Mode.DELETE));

      assertThat(journalOfArchive).hasSize((int) archived);
      assertThat(registry.legacy()).containsAll(journalOfArchive);
      registry.ecr.clock().advance(Duration.ofDays(30));
      nothingIsLost(registry, Mode.DELETE, () -> {});
      var left = registry.legacy();
      left.retainAll(journalOfArchive);
      assertThat(left).isEmpty();
      assertThat(before).containsAll(registry.legacy());
    });
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
      // The next run continues.
    }
    registry.ecr.faults().clear();

    assertThat(registry.union()).as("digests of both sides").containsAll(union);
    assertThat(registry.consolidated()).isEqualTo(consolidated);
    var gone = new TreeSet<>(legacy);
    gone.removeAll(registry.legacy());
    assertThat(registry.journal).containsAll(gone);
    everythingGoneCanBePulled(registry, gone);
    everyTagGoneHasItsPlace(registry, tags, failures);
    if (mode != Mode.DELETE) {
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
    before.forEach((tag, pushed) -> {
      // It may have moved meanwhile, before it was removed.
      var digest = registry.removedTags.getOrDefault(tag, pushed);
      if (!after.containsKey(tag)
          // A tag given in the very moment of the deletion is told of.
          && failures.stream().noneMatch(it -> it.contains("in the moment of its deletion"))) {
        assertThat(registry.place(tag))
            .hasValueSatisfying(place -> assertThat(there).containsEntry(place, digest));
      }
    });
  }

  private static Set<String> eligible(CleanupResult result) {
    return result
        .plan()
        .decisions()
        .filter(CleanupDecision::isEligible)
        .map(decision -> decision.image().repository() + "@" + decision.image().digest())
        .collect(Collectors.toSet());
  }
}
