package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.localecr.EcrError;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchivingRemovalTest extends StepFixture {
  private final TestImage image = mirrored(TestImages.image("one", 100), "v1", "v2");
  private final TestImage other = mirrored(TestImages.image("two", 200), "v3");
  private final ArchivingRemoval removal = new ArchivingRemoval(registry, recorded);
  private List<ProvenImage> proven = List.of();

  @BeforeEach
  void prove() {
    clock.advance(Duration.ofDays(31));
    proven = recheck().check(batch(), Set.of()).proven();
  }

  private List<String> archived() {
    return registry.images(BACKEND).stream()
        .filter(held -> held.status() == Status.ARCHIVED)
        .map(Image::digest)
        .map(Object::toString)
        .toList();
  }

  @Test
  void archivesEachImageWithAllItsTags() {
    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).isEqualTo(proven);
    assertThat(result.kept()).isEmpty();
    assertThat(archived()).containsExactlyInAnyOrder(image.digest(), other.digest());
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1", "v2", "v3");
    assertThat(journal)
        .containsExactlyInAnyOrder("ARCHIVE " + image.digest(), "ARCHIVE " + other.digest());
  }

  @Test
  void oneThatIsRefusedDoesNotKeepTheOthers() {
    ecr.faults()
        .on("UpdateImageStorageClass")
        .about(image.digest())
        .refuse(EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED);

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).extracting(ProvenImage::digest).containsExactly(digest(other));
    assertThat(result.kept()).extracting(Keep::reason).containsExactly(KeepReason.REFUSED);
    assertThat(result.failures()).singleElement().asString().contains(image.digest());
    assertThat(archived()).containsExactly(other.digest());
    assertThat(journal).contains("REFUSED " + image.digest());
  }

  @Test
  void whatIsInTheArchiveWasArchivedWhateverTheAnswerWas() {
    ecr.faults().on("UpdateImageStorageClass").loseResponse();

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).isEqualTo(proven);
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void theEndOfTheTimeKeepsWithoutAFailure() {
    var late = new ArchivingRemoval(registryWith(Duration.ZERO), recorded);

    var result = late.remove(BACKEND, proven);

    assertThat(result.removed()).isEmpty();
    assertThat(result.kept()).hasSize(2);
    assertThat(result.failures()).isEmpty();
    assertThat(archived()).isEmpty();
  }
}
