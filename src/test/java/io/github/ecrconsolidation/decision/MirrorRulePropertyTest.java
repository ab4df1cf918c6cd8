package io.github.ecrconsolidation.decision;

import static io.github.ecrconsolidation.decision.TwoSides.CONSOLIDATED;
import static io.github.ecrconsolidation.decision.TwoSides.LEGACY;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/**
 * Any history of legacy pushes, direct pushes and retags on both sides, with events that come late,
 * twice, in any order, or never until they are redriven. Left out is what the evidence cannot tell,
 * see {@code docs/adr/0008-a-target-never-moves-backwards.md}: a legacy tag that moves back behind
 * a direct push.
 */
class MirrorRulePropertyTest {
  private static final List<Tag> TAGS =
      List.of(new Tag("latest"), new Tag("stable"), new Tag("sha256-" + "a".repeat(64) + ".sig"));

  private static final Gen<List<Integer>> HISTORIES =
      lists().of(integers().between(0, 1 << 20)).ofSizeBetween(0, 16);

  @Test
  void mirrorAndReconcilerEndWithTheSameTags() {
    qt().forAll(HISTORIES)
        .check(history -> {
          var mirrored = play(history, MirrorRulePropertyTest::deliverSome);
          redrive(mirrored, new Random(history.hashCode()));
          var reconciled = play(history, (_, _) -> {});
          reconciled.reconcile();
          var both = play(history, MirrorRulePropertyTest::deliverOrReconcile);
          both.reconcile();
          return mirrored.tags(CONSOLIDATED).equals(reconciled.tags(CONSOLIDATED))
              && both.tags(CONSOLIDATED).equals(reconciled.tags(CONSOLIDATED));
        });
  }

  @Test
  void anotherRoundChangesNothing() {
    qt().forAll(HISTORIES)
        .check(history -> {
          var world = play(history, MirrorRulePropertyTest::deliverOrReconcile);
          world.reconcile();
          var tags = world.tags(CONSOLIDATED);
          redrive(world, new Random(1));
          world.reconcile();
          return world.tags(CONSOLIDATED).equals(tags);
        });
  }

  @Test
  void noEventMovesATargetFromAnImagePushedThereDirectlyAndLater() {
    qt().forAll(HISTORIES)
        .check(history -> {
          var backwards = new HashSet<Tag>();
          play(
              history,
              (world, random) -> {
                var before = world.tags(CONSOLIDATED);
                deliverOrReconcile(world, random);
                var after = world.tags(CONSOLIDATED);
                before.forEach((target, digest) -> {
                  if (isDirectAndLater(world, target, digest)
                      && !digest.equals(after.get(target))) {
                    backwards.add(target);
                  }
                });
              });
          return backwards.isEmpty();
        });
  }

  private static boolean isDirectAndLater(TwoSides world, Tag target, Digest digest) {
    var pushed = world.pushedAt(CONSOLIDATED, digest).orElseThrow();
    return world.pushedAt(LEGACY, digest).isEmpty()
        && world.tags(LEGACY).entrySet().stream()
            .filter(tag -> TwoSides.target(tag.getKey()).equals(target))
            .allMatch(tag -> world.pushedAt(LEGACY, tag.getValue()).orElseThrow().isBefore(pushed));
  }

  private static void deliverSome(TwoSides world, Random random) {
    for (var i = random.nextInt(4); i > 0; i--) {
      world.deliver(TAGS.get(random.nextInt(TAGS.size())));
    }
  }

  private static void deliverOrReconcile(TwoSides world, Random random) {
    if (random.nextBoolean()) {
      deliverSome(world, random);
    } else {
      world.reconcile();
    }
  }

  private static void redrive(TwoSides world, Random random) {
    var events = new ArrayList<>(TAGS);
    events.addAll(TAGS);
    Collections.shuffle(events, random);
    events.forEach(world::deliver);
  }

  /** Plays each step in a minute of its own; {@code between} them, events come or runs happen. */
  private static TwoSides play(List<Integer> history, BiConsumer<TwoSides, Random> between) {
    var world = new TwoSides();
    var direct = new ArrayList<Digest>();
    var legacy = new ArrayList<Digest>();
    var behind = new HashSet<Tag>();
    for (var i = 0; i < history.size(); i++) {
      var random = new Random(history.get(i));
      world.now = world.now.plus(Duration.ofMinutes(1));
      step(world, random, TwoSides.digest("image " + i), legacy, direct, behind);
      world.now = world.now.plus(Duration.ofSeconds(30));
      between.accept(world, random);
    }
    return world;
  }

  /**
   * One push or retag.
   *
   * @param behind the legacy tags that may not move back any more
   */
  private static void step(
      TwoSides world,
      Random random,
      Digest fresh,
      List<Digest> legacy,
      List<Digest> direct,
      Set<Tag> behind) {
    var tag = TAGS.get(random.nextInt(TAGS.size()));
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        world.push(LEGACY, fresh, tag);
        legacy.add(fresh);
      }
      case 2 -> {
        if (!legacy.isEmpty() && !behind.contains(tag)) {
          world.push(LEGACY, legacy.get(random.nextInt(legacy.size())), tag);
        }
      }
      case 3 -> {
        world.push(CONSOLIDATED, fresh, TwoSides.target(tag));
        direct.add(fresh);
        behind.add(tag);
      }
      case 4 -> {
        var known = new ArrayList<>(legacy);
        known.addAll(direct);
        if (!known.isEmpty()) {
          world.push(CONSOLIDATED, known.get(random.nextInt(known.size())), TwoSides.target(tag));
          behind.add(tag);
        }
      }
      default -> {
        // What was pushed directly comes to the legacy repository as well.
        if (!direct.isEmpty()) {
          world.push(LEGACY, direct.removeFirst(), tag);
          behind.add(tag);
        }
      }
    }
  }
}
