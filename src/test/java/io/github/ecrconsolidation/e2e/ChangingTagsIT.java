package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.Landscape.BACKEND;
import static io.github.ecrconsolidation.e2e.Landscape.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a legacy tag, and in whatever order it is told, the copy ends up equal. */
class ChangingTagsIT {
  private final Landscape landscape = Landscape.start();
  private final TestImage first = TestImages.image("first", 300, 200);
  private final TestImage second = TestImages.image("second", 100);

  @AfterEach
  void stop() {
    landscape.close();
  }

  @Test
  void followsATagThatMovedBeforeItsEventCame() {
    landscape.push(BACKEND, first, "latest");
    landscape.push(BACKEND, second, "latest");

    landscape.deliver(landscape.pushes.getFirst());

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(second.digest());
    assertThat(landscape.ecr.store().digests(CONSOLIDATED)).doesNotContain(first.digest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"BatchGetImage", "BatchCheckLayerAvailability", "POST mount", "PutImage"})
  void followsATagThatMovesDuringTheCopy(String moment) {
    landscape.push(BACKEND, first, "latest");
    landscape
        .ecr
        .faults()
        .on(moment)
        .once()
        .before(() -> landscape.push(BACKEND, second, "latest"));

    landscape.deliver(landscape.pushes.getFirst());

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(second.digest());
  }

  @Test
  void followsATagThatMovesRightAfterTheCopy() {
    landscape.push(BACKEND, first, "latest");
    landscape
        .ecr
        .faults()
        .on("PutImage")
        .once()
        .after(() -> landscape.push(BACKEND, second, "latest"));

    landscape.deliver(landscape.pushes.getFirst());

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(second.digest());
  }

  @Test
  void goesBackWithATagThatGoesBack() {
    landscape.push(BACKEND, first, "latest");
    landscape.deliverAll();
    landscape.push(BACKEND, second, "latest");
    landscape.deliverAll();
    landscape.push(BACKEND, first, "latest");

    landscape.deliverAll();

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(first.digest());
  }

  @Test
  void doesNotMindThatTheImageItReadIsDeletedWhenTheTagHasMovedOn() {
    landscape.push(BACKEND, first, "latest");
    landscape
        .ecr
        .faults()
        .on("BatchGetImage")
        .once()
        .before(() -> {
          landscape.push(BACKEND, second, "latest");
          landscape.delete(BACKEND, first.digest());
        });

    landscape.deliver(landscape.pushes.getFirst());

    assertThat(landscape.mirrored("backend-latest")).isEqualTo(second.digest());
  }

  @Test
  void saysThatADeletedImageIsGone() {
    landscape.push(BACKEND, first, "v1");
    landscape.delete(BACKEND, first.digest());

    var result = landscape.deliver(landscape.pushes.getFirst());

    assertThat(result.text("outcome")).contains("NothingToDo");
    assertThat(result.text("reason").orElse("")).contains("was deleted, and the image with it");
  }

  @Test
  void mirrorsTheImageOfADeletedTagUnderTheTagThatStillHoldsIt() {
    landscape.push(BACKEND, first, "v1", "v1.0");
    landscape.delete(BACKEND, "v1");

    var result = landscape.deliver(landscape.pushes.getFirst());

    assertThat(result.text("consolidatedTag")).contains("backend-v1.0");
    assertThat(landscape.mirrored("backend-v1.0")).isEqualTo(first.digest());
  }

  @Test
  void saysThatAnImageWithoutTagsHasNoPlace() {
    landscape.push(BACKEND, first, "latest");
    var old = landscape.pushes.getFirst();
    landscape.push(BACKEND, second, "latest");
    landscape.delete(BACKEND, "latest");

    var result = landscape.deliver(old);

    assertThat(result.text("outcome")).contains("NothingToDo");
    assertThat(result.text("reason").orElse("")).contains("no tag points to it");
  }

  @Test
  void keepsWhatItMirroredWhenTheTagIsDeletedDuringTheCopy() {
    landscape.push(BACKEND, first, "v1");
    landscape.ecr.faults().on("PutImage").once().after(() -> landscape.delete(BACKEND, "v1"));

    var result = landscape.deliver(landscape.pushes.getFirst());

    assertThat(result.text("outcome")).contains("Mirrored");
    assertThat(landscape.mirrored("backend-v1")).isEqualTo(first.digest());
  }

  @Test
  void writesNothingForAnEventThatComesTwice() {
    landscape.push(BACKEND, first, "v1");
    landscape.deliver(landscape.pushes.getFirst());
    landscape.ecr.audit().clear();

    landscape.deliver(landscape.pushes.getFirst());

    assertThat(landscape.requests()).containsExactly("DescribeImages", "DescribeImages");
  }

  @Test
  void convergesWhateverTheOrderNumberAndConcurrencyOfEvents() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260101);
    var images =
        IntStream.range(0, 6).mapToObj(i -> TestImages.image("image " + i, 20 + i)).toList();
    for (var round = 0; round < 25; round++) {
      var tag = "round-" + round;
      pushSome(random, images, tag);
      // Further pushes come in the middle of the work.
      for (var moment : List.of("BatchGetImage", "PutImage", "DescribeImages")) {
        landscape
            .ecr
            .faults()
            .on(moment)
            .times(random.nextInt(3))
            .after(() -> landscape.push(BACKEND, images.get(random.nextInt(6)), tag));
      }

      deliverInDisorder(random);

      landscape.ecr.faults().clear();
      deliverInDisorder(random);
      assertThat(landscape.mirrored("backend-" + tag))
          .isEqualTo(landscape.ecr.store().tags(BACKEND).get(tag));
    }
  }

  private void pushSome(RandomGenerator random, List<TestImage> images, String tag) {
    IntStream.rangeClosed(0, random.nextInt(3))
        .forEach(_ -> landscape.push(BACKEND, images.get(random.nextInt(images.size())), tag));
  }

  /** Each event once or twice, in any order, three at a time. */
  private void deliverInDisorder(RandomGenerator random) {
    var events = new ArrayList<>(landscape.pushes);
    landscape.pushes.removeAll(events);
    events.addAll(events.subList(0, random.nextInt(events.size() + 1)));
    Collections.shuffle(events, Random.from(random));
    var _ = events.stream().gather(Gatherers.mapConcurrent(3, landscape::deliver)).toList();
  }
}
