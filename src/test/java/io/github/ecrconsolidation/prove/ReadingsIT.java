package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each reading of the local ECR shows in exactly its own lines. */
class ReadingsIT {
  private static final ProofOptions ALL =
      new ProofOptions(
          Optional.empty(), true, Optional.of(Duration.ofHours(26)), false, Optional.empty());

  private static List<String> lines(OtherReading reading) {
    return switch (reading) {
      case PAIR_DELETION_REMOVES_IMAGE -> List.of("pair-deletion");
      case MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE -> List.of("layer-outlives-image");
      case MOUNTED_LAYERS_DIE_WITH_SOURCE_REPOSITORY -> List.of("layer-outlives-repository");
      // The repository can only be deleted when its images are.
      case MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE ->
          List.of("layer-outlives-image-later", "layer-outlives-repository-later");
      case MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_REPOSITORY ->
          List.of("layer-outlives-repository-later");
      case ABSENT_LAYERS_ARE_AVAILABLE -> List.of("layer-availability");
      case MOUNTED_LAYERS_ARE_UNAVAILABLE_UNTIL_REFERENCED ->
          List.of("unreferenced-layer-availability");
      case MISSING_LAYERS_ARE_AN_INVALID_PARAMETER -> List.of("missing-layer");
      case CHILDREN_OF_AN_INDEX_CAN_BE_DELETED -> List.of("index-child");
      case REFERRERS_DIE_WITH_SUBJECT -> List.of("referrer-outlives-subject");
      case STATUS_FILTER_IS_IGNORED_BESIDE_IDS -> List.of("describe-archived");
      case IDS_EXCLUDE_A_FILTER -> List.of("describe-active", "describe-archived");
      case SAME_IMAGE_ON_AN_IMMUTABLE_TAG_IS_AN_INVALID_PARAMETER ->
          List.of("immutable-tag-same-image");
      case IMMUTABLE_TAGS_MOVE -> List.of("immutable-tag-other-image");
      case SAME_IMAGE_ON_AN_EXCLUDED_TAG_IS_AN_INVALID_PARAMETER ->
          List.of("excluded-tag-same-image");
      case EXCLUDED_TAGS_ARE_IMMUTABLE -> List.of("excluded-tag-other-image");
      case GET_MANIFEST_IS_NO_PULL -> List.of("pull-time-manifest");
      case BATCH_GET_IMAGE_IS_NO_PULL -> List.of("pull-time-batch-get-image");
      case GET_BLOB_IS_A_PULL -> List.of("pull-time-blob");
      case MOUNT_IS_A_PULL -> List.of("pull-time-mount");
      case UNTAGGED_PUSH_EVENTS_HAVE_NO_IMAGE_TAG -> List.of("event-untagged");
      case INDEX_PUSHES_GIVE_NO_EVENT -> List.of("event-index");
      case REFERRER_PUSHES_GIVE_NO_EVENT -> List.of("event-referrer");
      // The mirror is written for both readings, and each answer says which it is.
      case SUBJECTS_COME_FIRST, CHILDREN_ARE_LEFT_OUT, MEDIA_TYPE_IN_THE_MANIFEST_ONLY -> List.of();
    };
  }

  private static List<String> differing(ProofReport report) {
    return report.results().stream()
        .filter(it -> it.observation() instanceof Differs)
        .map(it -> it.assumption().name())
        .toList();
  }

  @Test
  void everythingHoldsByDefaultAndNothingIsLeft() throws IOException {
    try (var account = new LocalAccount()) {
      var report = new Proof(account.process(), ProofId.random()).run(ALL);

      assertThat(report.results()).hasSameSizeAs(Experiments.all());
      assertThat(report.results()).allMatch(it -> it.observation() instanceof Holds);
      assertThat(report.obstacles()).isEmpty();
      assertThat(report.exitCode()).isEqualTo(ProofReport.HOLDS);
      assertThat(account.everything()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachOtherReadingShowsInItsOwnLine(OtherReading reading) throws IOException {
    try (var account = new LocalAccount()) {
      account.ecr().store().read(reading);

      var report = new Proof(account.process(), ProofId.random()).run(ALL);

      assertThat(differing(report)).containsExactlyElementsOf(lines(reading));
      var required =
          Experiments.all().stream()
              .map(Experiment::assumption)
              .filter(Assumption::isRequired)
              .map(Assumption::name)
              .anyMatch(lines(reading)::contains);
      assertThat(report.exitCode()).isEqualTo(required ? ProofReport.DIFFERS : ProofReport.HOLDS);
      assertThat(account.everything()).isEmpty();
    }
  }
}
