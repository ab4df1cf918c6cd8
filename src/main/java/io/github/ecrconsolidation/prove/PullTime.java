package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.prove.Observation.Open;
import java.time.Duration;

/** Which requests move {@code lastRecordedPullTime}, which ECR refreshes at least once a day. */
final class PullTime implements Experiment {
  /** ECR user guide: "at least once every 24 hours"; an hour more to be sure. */
  private static final Duration SETTLED_AFTER = Duration.ofHours(25);

  /** What is done to the image. */
  enum Request {
    MANIFEST("pull-time-manifest"),
    BATCH_GET_IMAGE("pull-time-batch-get-image"),
    BLOB("pull-time-blob"),
    MOUNT("pull-time-mount");

    private final String line;

    Request(String line) {
      this.line = line;
    }

    private boolean isPull() {
      return this == MANIFEST || this == BATCH_GET_IMAGE;
    }
  }

  private final Request request;

  PullTime(Request request) {
    this.request = request;
  }

  @Override
  public Assumption assumption() {
    return switch (request) {
      case MANIFEST ->
          Assumption.required(
              request.line,
              "GET of a manifest, as clients pull, moves lastRecordedPullTime within a day",
              "the clean-up does not see who still pulls by the old name: do not rely on"
                  + " PulledWithinDays",
              "CleanupPlanner");
      case BATCH_GET_IMAGE ->
          Assumption.informative(
              request.line,
              "BatchGetImage moves lastRecordedPullTime",
              "none: the functions' roles need no pull-time exclusion",
              "Preflight",
              "EcrCalls");
      case BLOB ->
          Assumption.informative(
              request.line,
              "GET of a blob leaves lastRecordedPullTime alone",
              "a legacy image whose layer was copied counts as pulled until PulledWithinDays have"
                  + " passed, unless the role is excluded",
              "DistributionClient");
      case MOUNT ->
          Assumption.informative(
              request.line,
              "DescribeImages and a mount leave lastRecordedPullTime alone",
              "a mirrored legacy image counts as pulled until PulledWithinDays have passed, unless"
                  + " the role is excluded",
              "EcrMirror",
              "DistributionClient");
    };
  }

  @Override
  public boolean looksLater() {
    return true;
  }

  @Override
  public Observation observe(Bench bench) {
    var legacy = bench.id().legacy();
    var image = bench.pushedToLegacy(request.line);
    switch (request) {
      case MANIFEST -> bench.ecr().pull(legacy, image.digest());
      case BATCH_GET_IMAGE -> bench.ecr().batchGet(legacy, image.digest());
      case BLOB -> bench.ecr().download(legacy, image.blobs().getLast());
      case MOUNT -> {
        bench.ecr().find(legacy, image.digest());
        bench.ecr().transfer(image.blobs().getLast(), legacy, bench.id().consolidated());
      }
    }
    return later(bench);
  }

  @Override
  public Observation later(Bench bench) {
    var digest = bench.image(request.line).digest();
    var image = bench.ecr().find(bench.id().legacy(), digest);
    if (image.isEmpty()) {
      throw new Bench.Obstacle("its image is not there");
    }
    return observation(image.get(), bench);
  }

  private Observation observation(Image image, Bench bench) {
    if (image.lastPulledAt().isPresent()) {
      return Observation.of(request.isPull(), "moved");
    }
    var age = Duration.between(image.pushedAt(), bench.now());
    return age.compareTo(SETTLED_AFTER) < 0
        ? new Open("not moved after %s; look again after a day".formatted(Ages.text(age)))
        : Observation.of(!request.isPull(), "not moved after " + Ages.text(age));
  }
}
