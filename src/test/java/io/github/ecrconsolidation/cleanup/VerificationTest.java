package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerificationTest extends StepFixture {
  private final TestImage image = mirrored(TestImages.image("one", 100), "v1");
  private final Verification verification = new Verification(mirrored, layers, probe);
  private List<ProvenImage> removed = List.of();

  @BeforeEach
  void prove() {
    clock.advance(Duration.ofDays(31));
    removed = recheck().check(batch(), Set.of()).proven();
  }

  @Test
  void findsNothingWhereAllIsThere() {
    assertThat(verification.loss(removed, removed.getFirst().layers())).isEmpty();
  }

  @Test
  void namesALayerThatIsNotAvailableAnyMore() {
    ecr.store().loseBlob(CONSOLIDATED, image.blobs().getLast().digest());

    assertThat(verification.loss(removed, List.of()))
        .hasValueSatisfying(
            loss -> assertThat(loss).contains(image.blobs().getLast().digest(), CONSOLIDATED));
  }

  @Test
  void namesALayerThatCannotBeDownloadedThoughItIsAvailable() {
    ecr.faults().on("GetObject").refuse(EcrError.LAYER_UNKNOWN);

    assertThat(verification.loss(removed, removed.getFirst().layers()))
        .hasValueSatisfying(loss -> assertThat(loss).contains("cannot be downloaded"));
  }

  @Test
  void namesATagThatMoved() {
    ecr.push(CONSOLIDATED, TestImages.image("new", 50), "backend-v1");

    assertThat(verification.loss(removed, List.of()))
        .hasValueSatisfying(
            loss -> assertThat(loss).contains(CONSOLIDATED + ":backend-v1", image.digest()));
  }

  @Test
  void namesAManifestThatWasArchived() {
    ecr.store()
        .updateStorageClass(CONSOLIDATED, ImageId.ofDigest(image.digest()), StorageClass.ARCHIVE);

    assertThat(verification.loss(removed, List.of()))
        .hasValueSatisfying(loss -> assertThat(loss).contains("no longer ACTIVE"));
  }
}
