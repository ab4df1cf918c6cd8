package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.oci.Image;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchQueueTest extends StepFixture {

  private void fill(int images) {
    for (var i = 0; i < images; i++) {
      mirrored(TestImages.image("image " + i, 100), "v" + i);
      clock.advance(Duration.ofDays(1));
    }
    clock.advance(Duration.ofDays(31));
  }

  /** The batches of a run in which all goes well. */
  private static List<Batch> batches(BatchQueue queue, long allowance) {
    var batches = new ArrayList<Batch>();
    var state = RunState.BEGUN;
    for (var batch = queue.next(state, allowance);
        batch.isPresent();
        batch = queue.next(state, allowance - state.settled())) {
      batches.add(batch.get());
      var images = batch.get().images();
      state = state.taken(BACKEND, images.size()).settled(BACKEND, images.size(), images);
    }
    return batches;
  }

  @Test
  void beginsWithOneAndGrowsNoFasterThanWhatIsVerified() {
    fill(20);

    assertThat(batches(new BatchQueue(plan(), _ -> false), 1000))
        .extracting(batch -> batch.images().size())
        .containsExactly(1, 1, 2, 4, 8, 4);
  }

  @Test
  void hasNoMoreThanIsAllowed() {
    fill(20);

    assertThat(batches(new BatchQueue(plan(), _ -> false), 7))
        .extracting(batch -> batch.images().size())
        .containsExactly(1, 1, 2, 3);
  }

  @Test
  void whatBelongsTogetherIsInOneBatch() {
    mirrored(TestImages.twoPlatforms("web", Attestations.PLAIN), "v1");
    clock.advance(Duration.ofDays(31));

    assertThat(batches(new BatchQueue(plan(), _ -> false), 1000))
        .singleElement()
        .satisfies(batch -> assertThat(batch.images()).hasSize(5));
  }

  @Test
  void everyBeginningIsSpreadOverTheTimeOfMirroring() {
    fill(64);
    var images = new ArrayList<Image>();
    batches(new BatchQueue(plan(), _ -> false), 1000)
        .forEach(batch -> images.addAll(batch.images()));

    var quarters =
        images.subList(0, 8).stream()
            .map(image -> image.pushedAt())
            .map(at -> Duration.between(Instant.parse("2026-01-01T00:00:00Z"), at))
            .map(age -> age.toDays() / 16)
            .toList();

    assertThat(quarters).containsAll(IntStream.range(0, 4).mapToObj(i -> (long) i).toList());
  }

  @Test
  void prefersAsTheFirstWhatIsElsewhere() {
    fill(5);
    TestImage preferred = mirrored(TestImages.image("elsewhere", 70), "v9");
    clock.advance(Duration.ofDays(31));

    var queue = new BatchQueue(plan(), image -> image.digest().equals(digest(preferred)));

    assertThat(queue.next(RunState.BEGUN, 10))
        .hasValueSatisfying(batch ->
            assertThat(batch.images())
                .extracting(Image::digest)
                .containsExactly(digest(preferred)));
  }
}
