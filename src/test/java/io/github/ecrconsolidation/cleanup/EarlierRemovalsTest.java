package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EarlierRemovalsTest extends StepFixture {
  private static final RepositoryName API = new RepositoryName("ml-platform/backend-api");

  private final TestImage image = TestImages.image("one", 100);

  private EarlierRemovals earlier(Mode mode) {
    return EarlierRemovals.of(snapshot(), mapping, mode);
  }

  private static List<Digest> candidates(EarlierRemovals earlier, RepositoryName repository) {
    return Optional.ofNullable(earlier.byRepository().get(repository))
        .map(EarlierRemovals.OfRepository::candidates)
        .orElse(List.of());
  }

  private void counted(String repository, String key, String count) {
    ecr.store().tagResource(repository, Map.of(key, count));
  }

  @Test
  void nothingWasRemovedWithoutACount() {
    ecr.push(CONSOLIDATED, image, "backend-v1");

    assertThat(earlier(Mode.DELETE).byRepository()).isEmpty();
    assertThat(earlier(Mode.DELETE).counted(BACKEND)).isZero();
  }

  @Test
  void theCountOfTheOtherModeOrNoNumberCountsNothing() {
    counted(LEGACY, "ecr-consolidation:archived", "3");
    assertThat(earlier(Mode.DELETE).byRepository()).isEmpty();

    counted(LEGACY, "ecr-consolidation:deleted", "-3");
    assertThat(earlier(Mode.DELETE).byRepository()).isEmpty();
  }

  @Test
  void candidatesHaveATagOfTheRepositoryAreActiveAndAreNotInIt() {
    counted(LEGACY, "ecr-consolidation:deleted", "3");
    ecr.push(CONSOLIDATED, image, "backend-v1");
    mirrored(TestImages.image("still there", 200), "v2");
    ecr.push(CONSOLIDATED, TestImages.image("of another", 300), "web-v1");
    ecr.push(CONSOLIDATED, TestImages.image("untagged", 400));
    var archived = TestImages.image("archived", 500);
    ecr.push(CONSOLIDATED, archived, "backend-v3");
    ecr.store()
        .updateStorageClass(
            CONSOLIDATED, ImageId.ofDigest(archived.digest()), StorageClass.ARCHIVE);

    var earlier = earlier(Mode.DELETE);

    assertThat(earlier.counted(BACKEND)).isEqualTo(3);
    assertThat(candidates(earlier, BACKEND)).containsExactly(digest(image));
  }

  @Test
  void aTagBelongsToTheLongestPrefix() {
    ecr.store().createRepository(RepositorySettings.named(API.value()));
    counted(LEGACY, "ecr-consolidation:deleted", "1");
    counted(API.value(), "ecr-consolidation:deleted", "1");
    ecr.push(CONSOLIDATED, image, "backend-api-v1");

    var earlier = earlier(Mode.DELETE);

    assertThat(candidates(earlier, API)).containsExactly(digest(image));
    assertThat(candidates(earlier, BACKEND)).isEmpty();
  }

  @Test
  void inModeArchiveTheyAreThoseInTheArchive() {
    counted(LEGACY, "ecr-consolidation:archived", "1");
    mirrored(image, "v1");
    mirrored(TestImages.image("active", 200), "v2");
    ecr.store().updateStorageClass(LEGACY, ImageId.ofDigest(image.digest()), StorageClass.ARCHIVE);

    assertThat(candidates(earlier(Mode.ARCHIVE), BACKEND)).containsExactly(digest(image));
  }
}
