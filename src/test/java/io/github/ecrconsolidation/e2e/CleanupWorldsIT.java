package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.CleanupLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.ImageSink;
import io.github.ecrconsolidation.localecr.MountSink;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.localecr.TestImages.Attestations;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Worlds in which what no document promises is not so: mounted layers die with the last legacy
 * image that holds them, or a day later; copies are broken already. In each, the clean-up runs day
 * after day, and an image is lost when a layer of it is nowhere any more. README states these
 * bounds.
 */
class CleanupWorldsIT {
  private static final String DELETE = "{\"cutoverDate\":\"2026-01-01\",\"mode\":\"delete\"}";
  private static final int DAYS = 8;

  private final CleanupLandscape landscape = new CleanupLandscape();

  /** Every image that was mirrored, to be looked for in the end. */
  private final List<TestImage> images = new ArrayList<>();

  private final Set<String> repositories = new HashSet<>(Set.of(BACKEND, WEB));
  private final List<String> failures = new ArrayList<>();

  /**
   * When a mounted layer dies after the last legacy image that holds it; and that although {@code
   * prove} has seen such layers outlive their source, and recorded it.
   */
  enum Death {
    AT_ONCE(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE, false, 1),
    A_DAY_LATER(OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE, false, 10),
    AT_ONCE_DESPITE_RECORD(OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE, true, 1),
    A_DAY_LATER_DESPITE_RECORD(OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE, true, 100);

    private final OtherReading reading;
    private final boolean isRecorded;

    /** How many images may be lost in a world where an image's own layers die. */
    private final int bound;

    Death(OtherReading reading, boolean isRecorded, int bound) {
      this.reading = reading;
      this.isRecorded = isRecorded;
      this.bound = bound;
    }

    /** Of a world in which more could be lost. */
    int images() {
      return isRecorded ? 250 : 60;
    }
  }

  private void dies(Death death) {
    landscape.ecr.store().read(death.reading);
    if (death.isRecorded) {
      record("2026-01-01:" + Release.CURRENT);
    }
  }

  private void record(String value) {
    landscape.tag(CONSOLIDATED, ProofRecord.TAG_KEY, value);
  }

  @BeforeEach
  void mount() {
    landscape.ecr.store().blobMounting(true);
  }

  @AfterEach
  void stop() {
    landscape.close();
  }

  private void mounted(String repository, TestImage image, String tag) {
    image.pushTo(new StoreSink(landscape.ecr.store(), repository), tag);
    mirror(new MountSink(landscape.ecr.store(), CONSOLIDATED, repository), repository, image, tag);
  }

  /** Mounts as many images, each with layers of its own. */
  private void mounted(String repository, int images) {
    for (var i = 0; i < images; i++) {
      mounted(repository, image(repository.substring("ml-platform/".length()), i), "v" + i);
    }
  }

  private void streamed(String repository, TestImage image, String tag) {
    image.pushTo(new StoreSink(landscape.ecr.store(), repository), tag);
    mirror(new StoreSink(landscape.ecr.store(), CONSOLIDATED), repository, image, tag);
  }

  private void mirror(ImageSink sink, String repository, TestImage image, String tag) {
    image.pushTo(sink, repository.substring("ml-platform/".length()) + "-" + tag);
    images.add(image);
  }

  private static TestImage image(String repository, int number) {
    return TestImages.image(repository + number, 100 + number, 50);
  }

  /** Runs every day; a failed run is one that an operator is told of, and the next goes on. */
  private void runForDays() {
    landscape.days(31);
    for (var day = 0; day < DAYS; day++) {
      try {
        landscape.run(DELETE);
      } catch (IllegalStateException failed) {
        failures.add(failed.getMessage());
      }
      landscape.days(1);
    }
  }

  private long lost() {
    var there = landscape.ecr.store().blobs(CONSOLIDATED);
    return images.stream()
        .filter(image -> image.blobs().stream().anyMatch(it -> !there.contains(it.digest())))
        .filter(image ->
            repositories.stream()
                .noneMatch(it -> landscape.ecr.store().digests(it).contains(image.digest())))
        .count();
  }

  private void create(String repository) {
    repositories.add(repository);
    landscape.ecr.store().createRepository(RepositorySettings.named(repository));
  }

  // --- the world as it is hoped to be

  @Test
  void everythingGoesFasterEveryDayWhereLayersStay() {
    mounted(BACKEND, 100);
    landscape.days(31);

    var removed = new ArrayList<Long>();
    for (var day = 0; day < 6; day++) {
      removed.add(CleanupLandscape.removed(landscape.run(DELETE)));
      landscape.days(1);
    }

    assertThat(removed).containsExactly(10L, 10L, 20L, 40L, 20L, 0L);
    assertThat(lost()).isZero();
  }

  @Test
  void beginsFasterWhereProveHasRecordedThatLayersStay() {
    record("2026-01-01:" + Release.CURRENT);
    mounted(BACKEND, 330);
    landscape.days(31);

    var removed = new ArrayList<Long>();
    for (var day = 0; day < 4; day++) {
      removed.add(CleanupLandscape.removed(landscape.run(DELETE)));
      landscape.days(1);
    }

    assertThat(removed).containsExactly(100L, 100L, 130L, 0L);
    assertThat(lost()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-01:0.9.9", "2026-01-01", "yes", "2026-01-01:1.0.0:failed", ""})
  void beginsAsWithoutWhereTheRecordIsOldOrNone(String record) {
    record(record);
    mounted(BACKEND, 60);
    landscape.days(31);

    assertThat(CleanupLandscape.removed(landscape.run(DELETE))).isEqualTo(10);
  }

  // --- layers that die

  @ParameterizedTest
  @EnumSource
  void oneRepository(Death death) {
    dies(death);
    mounted(BACKEND, death.images());

    runForDays();

    assertThat(lost()).isBetween(1L, (long) death.bound);
    assertThat(failures).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void manyRepositoriesOfMultiPlatformImages(Death death) {
    dies(death);
    for (var i = 0; i < 30; i++) {
      create("ml-platform/service" + i);
      mounted(
          "ml-platform/service" + i,
          TestImages.twoPlatforms("service" + i, Attestations.PLAIN),
          "v1");
    }

    runForDays();

    // The ramp counts the five manifests of each image.
    assertThat(lost()).isBetween(1L, Math.max(1L, death.bound / 5));
    assertThat(failures).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void oneMountedRepositoryAmongManyThatWereStreamed(Death death) {
    dies(death);
    for (var i = 0; i < 10; i++) {
      create("ml-platform/streamed" + i);
      for (var j = 0; j < 5; j++) {
        streamed("ml-platform/streamed" + i, image("streamed" + i + "-", j), "v" + j);
      }
    }
    mounted(BACKEND, 2 * death.images());

    runForDays();

    assertThat(lost()).isBetween(1L, (long) death.bound);
    assertThat(failures).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRepositoryThatWasStreamedFirstAndMountedThen(Death death) {
    dies(death);
    for (var i = 0; i < death.images(); i++) {
      streamed(BACKEND, image("streamed", i), "v" + i);
    }
    landscape.days(1);
    for (var i = 0; i < death.images(); i++) {
      mounted(BACKEND, image("mounted", i), "m" + i);
    }

    runForDays();

    assertThat(lost()).isBetween(1L, (long) death.bound);
    assertThat(failures).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void imagesOfIdenticalLayers(Death death) {
    dies(death);
    var first = image("backend", 0);
    mounted(BACKEND, first, "v0");
    for (var i = 1; i < death.images(); i++) {
      mounted(BACKEND, TestImages.sameLayers(first, "name" + i), "v" + i);
    }

    runForDays();

    assertThat(lost()).isZero();
    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(1);
  }

  @Test
  void imagesOfIdenticalLayersGoToTheLastWhereOthersHaveProvenThatLayersStay() {
    mounted(WEB, 40);
    var first = image("backend", 0);
    mounted(BACKEND, first, "v0");
    for (var i = 1; i < 20; i++) {
      mounted(BACKEND, TestImages.sameLayers(first, "name" + i), "v" + i);
    }

    runForDays();

    assertThat(failures).isEmpty();
    assertThat(landscape.ecr.store().digests(BACKEND)).isEmpty();
    assertThat(lost()).isZero();
  }

  // --- copies that are broken already

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void copiesThatAreBrokenAlready(int everyOf) {
    mounted(BACKEND, 60);
    for (var i = 0; i < images.size(); i += everyOf) {
      landscape.ecr.store().loseBlob(CONSOLIDATED, images.get(i).blobs().getLast().digest());
    }

    runForDays();

    assertThat(lost()).isZero();
    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize((60 + everyOf - 1) / everyOf);
    assertThat(landscape.lines("CleanedUp").getFirst().number("LostImages").orElseThrow())
        .isPositive();
  }

  @Test
  void aLossThatShowsLongAfter() {
    mounted(BACKEND, 60);
    landscape.days(31);
    landscape.run(DELETE);
    landscape.days(1);
    landscape.run(DELETE);
    var left = landscape.ecr.store().digests(BACKEND).size();
    landscape
        .ecr
        .store()
        .blobs(CONSOLIDATED)
        .forEach(blob -> landscape.ecr.store().loseBlob(CONSOLIDATED, blob));

    runForDays();

    assertThat(landscape.ecr.store().digests(BACKEND)).hasSize(left);
    assertThat(failures).hasSize(DAYS);
    assertThat(JsonObject.parse(landscape.log.getLast()).text("stop")).contains("loss");
  }
}
