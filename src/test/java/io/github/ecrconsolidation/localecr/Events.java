package io.github.ecrconsolidation.localecr;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Tells the sink what EventBridge would be told (rule 15). The sink is called once per event, in
 * the order of effects and before the caller has its answer; EventBridge delivers on a best-effort
 * basis, which is for the sink to imitate.
 */
final class Events {
  private final RegistryId registry;
  private final Consumer<String> sink;
  private final Clock clock;

  Events(RegistryId registry, Consumer<String> sink, Clock clock) {
    this.registry = registry;
    this.sink = sink;
    this.clock = clock;
  }

  void pushed(
      String repository,
      StoredManifest manifest,
      Optional<String> tag,
      Predicate<OtherReading> reads) {
    var silent =
        manifest.type().isIndex()
            ? reads.test(OtherReading.INDEX_PUSHES_GIVE_NO_EVENT)
            : manifest.subject().isPresent()
                && reads.test(OtherReading.REFERRER_PUSHES_GIVE_NO_EVENT);
    if (silent) {
      return;
    }
    var imageTag =
        reads.test(OtherReading.UNTAGGED_PUSH_EVENTS_HAVE_NO_IMAGE_TAG)
            ? tag
            : Optional.of(tag.orElse(""));
    emit(manifest, detail(repository, manifest, "PUSH", imageTag));
  }

  void deleted(String repository, Deletion.Removed removed) {
    var imageTag = Optional.of(removed.id().tag().orElse(""));
    emit(removed.manifest(), detail(repository, removed.manifest(), "DELETE", imageTag));
  }

  /** No tag in the documented samples; the restore alone carries {@code last-activated-at}. */
  void storageClassUpdated(
      String repository, StoredImage image, StorageClass target, Instant activatedAt) {
    var manifest = image.manifest();
    var detail =
        subject(repository, manifest, "UPDATE_STORAGE_CLASS").with("target-storage-class", target);
    if (target == StorageClass.STANDARD) {
      detail.with("last-activated-at", activatedAt.toString());
    }
    emit(manifest, detail);
  }

  /**
   * An untagged push has an empty tag, not an absent one (cfn-ecr-aws-soci-index-builder#137). An
   * index has no artifact type.
   */
  private static Output detail(
      String repository, StoredManifest manifest, String action, Optional<String> imageTag) {
    var detail = subject(repository, manifest, action).with("image-tag", imageTag);
    detail.with("manifest-media-type", manifest.type().mediaType());
    return manifest.type().isIndex()
        ? detail
        : detail.with("artifact-media-type", manifest.artifactType());
  }

  private static Output subject(String repository, StoredManifest manifest, String action) {
    return new Output()
        .with("result", "SUCCESS")
        .with("repository-name", repository)
        .with("image-digest", manifest.digest())
        .with("action-type", action);
  }

  private void emit(StoredManifest manifest, Output detail) {
    var type = manifest.subject().isPresent() ? "ECR Referrer Action" : "ECR Image Action";
    sink.accept(
        new Output()
            .with("version", "0")
            .with("id", UUID.randomUUID().toString())
            .with("detail-type", type)
            .with("source", "aws.ecr")
            .with("account", registry.account())
            .with("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
            .with("region", registry.region())
            .with("resources", List.of())
            .with("detail", detail)
            .toJson());
  }
}
