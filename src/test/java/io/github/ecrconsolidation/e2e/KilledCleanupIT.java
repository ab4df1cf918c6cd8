package io.github.ecrconsolidation.e2e;

import static io.github.ecrconsolidation.e2e.CleanupLandscape.BACKEND;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.CONSOLIDATED;
import static io.github.ecrconsolidation.e2e.CleanupLandscape.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalLambda;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.EcrException;
import io.github.ecrconsolidation.localecr.Faults;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.Tag;

/**
 * The packaged clean-up in a process of its own, killed (SIGKILL) at the first, the second and
 * every other call that removes something. Nothing is lost, and the next run finishes.
 */
class KilledCleanupIT {
  private static final List<String> REMOVALS =
      List.of("BatchDeleteImage", "UpdateImageStorageClass", "DeleteRepository");

  /** Removed within the first run: no more than the ramp lets go. */
  private static final int MANIFESTS = 9;

  private final Map<String, TestImage> images = new TreeMap<>();

  /** When the process dies. */
  enum Moment {
    /** The call has arrived, and never takes effect. */
    BEFORE_THE_EFFECT {
      @Override
      void on(Faults.Match calls, Runnable kill) {
        calls.before(kill);
      }
    },
    /** The call took effect, and its answer comes too late. */
    BEFORE_THE_ANSWER {
      @Override
      void on(Faults.Match calls, Runnable kill) {
        calls.after(kill);
      }
    };

    abstract void on(Faults.Match calls, Runnable kill);
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingWhereverADeletionIsKilled(Moment moment) {
    var number = 1;
    while (isKilled("delete", moment, number)) {
      number++;
    }

    // First image of each repository, batches, rounds of an index, both repositories.
    assertThat(number - 1).isGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingWhereverArchivingIsKilled(Moment moment) {
    for (var number : List.of(1, MANIFESTS / 2, MANIFESTS)) {
      assertThat(isKilled("archive", moment, number)).as("killed at %d", number).isTrue();
    }
  }

  /** Kills a run at its removal {@code number}; false if it ended before. */
  private boolean isKilled(String mode, Moment moment, int number) {
    var now = Instant.now();
    var cutover = now.minus(Duration.ofDays(60));
    var input =
        "{\"cutoverDate\":\"%s\",\"mode\":\"%s\",\"deleteEmptyRepositories\":true}"
            .formatted(LocalDate.ofInstant(cutover, ZoneOffset.UTC), mode);
    try (var landscape = new CleanupLandscape(cutover, Map.of());
        var lambda =
            LocalLambda.builder(landscape.ecr.endpoint(), landscape.bus.endpoint())
                .function("CleanupFunction")
                .onDemand()
                .start()) {
      fill(landscape);
      landscape.clock.advance(Duration.between(cutover, now));
      killAt(number, moment, landscape, lambda);

      var answer = lambda.awaitReady().invoke(input);

      landscape.ecr.faults().clear();
      var name = "%s, killed at %d, %s".formatted(mode, number, moment);
      everythingCanBePulled(name, landscape);
      journalTells(name, landscape, lambda);
      if (answer.isEmpty()) {
        finish(name, landscape, input);
      }
      nothingIsLeft(name, landscape);
      return answer.isEmpty();
    }
  }

  private void fill(CleanupLandscape landscape) {
    var signed = TestImages.image("signed", 300);
    mirrored(landscape, BACKEND, "v1", signed);
    mirrored(landscape, BACKEND, signed.signatureTag(".sig"), TestImages.cosignSignature(signed));
    mirrored(
        landscape,
        BACKEND,
        "v2",
        TestImages.index(TestImages.image("amd64", 200), TestImages.image("arm64", 200)));
    mirrored(landscape, BACKEND, "v3", TestImages.image("api", 100));
    mirrored(landscape, BACKEND, "v4", TestImages.sameLayers(TestImages.image("api", 100), "v4"));
    mirrored(landscape, WEB, "v1", TestImages.image("web", 100));
    mirrored(landscape, WEB, "v2", TestImages.image("shop", 100));
  }

  private void mirrored(
      CleanupLandscape landscape, String repository, String tag, TestImage image) {
    landscape.mirrored(repository, image, tag);
    var prefix = tag.startsWith("sha256-") ? "" : repository.replace("ml-platform/", "") + "-";
    images.put(prefix + tag, image);
  }

  private static void killAt(
      int number, Moment moment, CleanupLandscape landscape, LocalLambda lambda) {
    var calls = new AtomicInteger();
    for (var removal : REMOVALS) {
      moment.on(
          landscape.ecr.faults().on(removal),
          () -> {
            if (calls.incrementAndGet() == number) {
              lambda.kill();
              throw EcrException.of(EcrError.SERVER, "nobody is there to read this");
            }
          });
    }
  }

  /** Each image under its new name, whatever is left of it under the old one. */
  private void everythingCanBePulled(String name, CleanupLandscape landscape) {
    var store = landscape.ecr.store();
    images.forEach((tag, image) -> {
      assertThat(store.tags(CONSOLIDATED)).as(name).containsEntry(tag, image.digest());
      image
          .manifests()
          .forEach(manifest ->
              assertThat(landscape.images(CONSOLIDATED, ImageStatus.ACTIVE))
                  .as(name)
                  .contains(manifest.digest()));
      image
          .blobs()
          .forEach(blob -> assertThat(store.blobs(CONSOLIDATED)).as(name).contains(blob.digest()));
    });
  }

  /** Whoever wants a removed image back finds it in the log, and no count promises too much. */
  private void journalTells(String name, CleanupLandscape landscape, LocalLambda lambda) {
    var journal = new HashSet<String>();
    lambda.stdout().stream()
        .map(JsonObject::parse)
        .forEach(line -> line.text("digest").ifPresent(journal::add));
    var there = repositories(landscape);
    for (var repository : List.of(BACKEND, WEB)) {
      var removed = manifests(repository);
      if (there.contains(repository)) {
        removed.removeAll(landscape.images(repository, ImageStatus.ACTIVE));
        assertThat(counted(landscape, repository)).as(name).isLessThanOrEqualTo(removed.size());
      }
      assertThat(journal).as(name).containsAll(removed);
    }
  }

  private Set<String> manifests(String repository) {
    var digests = new TreeSet<String>();
    images.forEach((tag, image) -> {
      if (tag.startsWith("web-") == repository.equals(WEB)) {
        image.manifests().forEach(manifest -> digests.add(manifest.digest()));
      }
    });
    return digests;
  }

  private static List<String> repositories(CleanupLandscape landscape) {
    return landscape.client.describeRepositories().repositories().stream()
        .map(Repository::repositoryName)
        .toList();
  }

  /** The sum that the resource tags of a repository tell. */
  private static long counted(CleanupLandscape landscape, String repository) {
    return landscape
        .client
        .listTagsForResource(request ->
            request.resourceArn("arn:aws:ecr:us-east-1:123456789012:repository/" + repository))
        .tags()
        .stream()
        .map(Tag::value)
        .mapToLong(Long::parseLong)
        .sum();
  }

  private void finish(String name, CleanupLandscape landscape, String input) {
    var result = landscape.run(input);

    assertThat(result.text("stop")).as(name).contains("done");
    everythingCanBePulled(name, landscape);
  }

  private static void nothingIsLeft(String name, CleanupLandscape landscape) {
    for (var repository : repositories(landscape)) {
      if (!repository.equals(CONSOLIDATED)) {
        assertThat(landscape.images(repository, ImageStatus.ACTIVE)).as(name).isEmpty();
      }
    }
  }
}
