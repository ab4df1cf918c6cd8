package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Image.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestorationTest extends StepFixture {
  private final TestImage one = mirrored(TestImages.image("one", 100), "v1");
  private final TestImage two = mirrored(TestImages.image("two", 200), "v2");

  @BeforeEach
  void archive() {
    mirrored(TestImages.image("active", 300), "v3");
    for (var image : List.of(one, two)) {
      ecr.store()
          .updateStorageClass(LEGACY, ImageId.ofDigest(image.digest()), StorageClass.ARCHIVE);
    }
    ecr.audit().clear();
  }

  private Restoration.Result restore(Duration left) {
    return new Restoration(registry, Deadline.in(left, clock)).run(BACKEND);
  }

  private Restoration.Result restore() {
    return restore(Duration.ofDays(1));
  }

  @Test
  void bringsBackWhatIsInTheArchiveAndAsksForNothingElse() {
    var result = restore();

    assertThat(result).isEqualTo(new Restoration.Result(BACKEND, 2, 0, List.of()));
    assertThat(result.complete()).isTrue();
    assertThat(registry.images(BACKEND)).noneMatch(it -> it.status() == Status.ARCHIVED);
    assertThat(ecr.audit().count("UpdateImageStorageClass")).isEqualTo(2);
  }

  @Test
  void tellsWhatIsLeftAndWhyAndRestoresTheOthers() {
    ecr.faults()
        .on("UpdateImageStorageClass")
        .about(one.digest())
        .refuse(EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED);

    var result = restore();

    assertThat(result.restored()).isEqualTo(1);
    assertThat(result.left()).isEqualTo(1);
    assertThat(result.complete()).isFalse();
    assertThat(result.failures()).singleElement().asString().contains(one.digest());
  }

  @Test
  void triesWhatIsRefusedAgainAfterTheOthers() {
    ecr.faults()
        .on("UpdateImageStorageClass")
        .about(one.digest())
        .once()
        .refuse(EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED);

    assertThat(restore()).isEqualTo(new Restoration.Result(BACKEND, 2, 0, List.of()));
  }

  @Test
  void triesNothingAgainAfterTheDeadline() {
    ecr.faults()
        .on("UpdateImageStorageClass")
        .about(one.digest())
        .once()
        .refuse(EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED);

    assertThat(restore(Duration.ZERO).left()).isEqualTo(1);
  }

  @Test
  void countsAsRestoredWhatIsNotInTheArchiveWhateverTheAnswerWas() {
    ecr.faults().on("UpdateImageStorageClass").loseResponse();

    assertThat(restore()).isEqualTo(new Restoration.Result(BACKEND, 2, 0, List.of()));
  }
}
