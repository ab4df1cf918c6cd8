package io.github.ecrconsolidation.reconcile;

import static java.util.stream.Collectors.toSet;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Whatever both sides hold. Each world is made from a few numbers, so that it can shrink. */
class ReconcilePlannerPropertyTest {
  private static final List<String> SERVICES = List.of("a", "a-b", "a-b-c", "b");
  private static final List<String> TAGS =
      List.of(
          "v1",
          "b-v1",
          "c-v1",
          "b-c-v1",
          "latest",
          "v".repeat(127),
          "sha256-" + "a".repeat(64),
          "sha256-" + "b".repeat(64) + ".sig");

  private static final Gen<World> WORLDS =
      lists()
          .of(integers().between(0, 1 << 20))
          .ofSizeBetween(0, 14)
          .map(ReconcilePlannerPropertyTest::world);

  private static World world(List<Integer> seeds) {
    var world = new World(SERVICES.toArray(String[]::new));
    world.mayExpire = seeds.size() % 4 > 0;
    var taken = new HashSet<String>();
    for (var seed : seeds) {
      var random = new Random(seed);
      var service = SERVICES.get(random.nextInt(SERVICES.size()));
      var name = "image " + random.nextInt(6);
      var tags = tags(random, service, taken);
      var image = aged(random, World.image(name, tags));
      if (tags.length == 0 && random.nextBoolean()) {
        image = aged(random, World.referrer("referrer " + name, World.digest(name)));
      }
      var side = random.nextInt(3) == 0 ? "" : service;
      if (side.isEmpty()) {
        consolidate(world, image, service, taken);
      } else if (taken.add(service + image.digest())) {
        world.legacy(service, random.nextInt(8) == 0 ? World.archived(image) : image);
      }
    }
    return world;
  }

  /** No tag of a repository is held twice. */
  private static String[] tags(Random random, String service, Set<String> taken) {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(_ -> TAGS.get(random.nextInt(TAGS.size())))
        .distinct()
        .filter(tag -> taken.add(service + ":" + tag))
        .toArray(String[]::new);
  }

  private static Image aged(Random random, Image image) {
    return World.pushed(image, Duration.ofDays(random.nextInt(8)));
  }

  private static void consolidate(World world, Image image, String service, Set<String> taken) {
    var tags =
        image.tags().stream()
            .map(tag -> tag.isDigestAddressed() ? tag.value() : service + "-" + tag)
            .filter(tag -> Tag.isValid(tag) && taken.add("consolidated:" + tag))
            .map(Tag::new)
            .collect(toSet());
    if (taken.add("consolidated" + image.digest())) {
      world.consolidated(
          Images.image(
              image.digest(),
              tags,
              image.mediaType(),
              image.subject(),
              image.status(),
              image.pushedAt()));
    }
  }

  /**
   * One run makes an image be there, the next finds that its old tags were not removed with it, and
   * another that its referrers have a place.
   */
  @Test
  void nothingIsLeftToRequestAfterThreeRunsWhoseRequestsAreMirrored() {
    qt().forAll(WORLDS).check(world -> settles(world, false, 3) && settles(world, true, 1));
  }

  private static boolean settles(World world, boolean backfill, int runs) {
    for (var run = 0; run < runs; run++) {
      var plan = backfill ? world.backfill() : world.plan();
      plan.requests().forEach(world::mirror);
    }
    return (backfill ? world.backfill() : world.plan()).requests().findAny().isEmpty();
  }

  @Test
  void neverRequestsWhatHasNoPlace() {
    qt().forAll(WORLDS)
        .check(world ->
            world
                .backfill()
                .requests()
                .filter(OfTag.class::isInstance)
                .allMatch(request ->
                    world.mapping.map(
                            ((OfTag) request).image(), () -> List.copyOf(world.legacy.keySet()))
                        instanceof MappedTag.Mapped));
  }

  @Test
  void neverRequestsTwoImagesForOneTag() {
    qt().forAll(WORLDS)
        .check(world -> {
          var targets = new HashSet<String>();
          var known = List.copyOf(world.legacy.keySet());
          return world
              .backfill()
              .requests()
              .filter(OfTag.class::isInstance)
              .allMatch(request ->
                  world.mapping.map(((OfTag) request).image(), () -> known)
                          instanceof MappedTag.Mapped(var target)
                      && (target.isDigestAddressed() || targets.add(target.value())));
        });
  }

  @Test
  void requestsInABackfillWhatARunRequestsAndMore() {
    qt().forAll(WORLDS)
        .check(world -> {
          var backfill = new HashSet<>(world.backfill().requests().toList());
          return world.plan().requests().allMatch(backfill::contains)
              || !world.plan().of(ReconcileDecision.MissingOld.class).isEmpty();
        });
  }

  @Test
  void plansTheSameForAnyOrderOfTheInput() {
    qt().forAll(WORLDS)
        .check(world -> {
          var plan = world.plan();
          world.legacy.values().forEach(Collections::reverse);
          Collections.reverse(world.consolidated);
          return world.plan().equals(plan);
        });
  }

  @Test
  void decidesOnEveryTagAndUntaggedManifestOnce() {
    qt().forAll(WORLDS)
        .check(world -> {
          var things =
              world.legacy.values().stream()
                  .flatMap(List::stream)
                  .mapToInt(image -> Math.max(1, image.tags().size()))
                  .sum();
          var decided = world.plan().decisions().stream().map(ReconcileDecision::request).toList();
          return decided.size() == things && Set.copyOf(decided).size() == things;
        });
  }

  @Test
  void aWindowWithoutEndIsABackfill() {
    qt().forAll(WORLDS)
        .check(world ->
            new ReconcilePlanner(world.mapping)
                .plan(world.snapshot(), world.mayExpire, Instant.MIN)
                .of(ReconcileDecision.MissingOld.class)
                .isEmpty());
  }
}
