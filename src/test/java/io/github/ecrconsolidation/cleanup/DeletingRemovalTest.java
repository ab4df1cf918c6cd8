package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.ecr.EcrCleanup.Deletable;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.OtherReading;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeletingRemovalTest extends StepFixture {
  private final TestImage image = mirrored(TestImages.image("one", 100), "v1", "v2");
  private final DeletingRemoval removal = new DeletingRemoval(registry, recorded);
  private List<ProvenImage> proven = List.of();

  @BeforeEach
  void prove() {
    clock.advance(Duration.ofDays(31));
    proven = recheck().check(batch(), Set.of()).proven();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deletesAnImageByAllItsTagsInBothReadings(boolean pairRemovesImage) {
    if (pairRemovesImage) {
      ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    }

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).isEqualTo(proven);
    assertThat(result.failures()).isEmpty();
    assertThat(ecr.store().digests(LEGACY)).isEmpty();
    assertThat(journal).containsExactly("DELETE " + image.digest());
  }

  @Test
  void anImageThatGotAnotherTagIsKept() {
    ecr.push(LEGACY, image, "v3");

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).isEmpty();
    assertThat(result.kept()).extracting(Keep::reason).containsExactly(KeepReason.CHANGED);
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anImageThatLostOneOfItsTagsIsRemovedWithTheOther(boolean pairRemovesImage) {
    if (pairRemovesImage) {
      ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    }
    var other = TestImages.image("other", 50);
    ecr.push(LEGACY, other, "v1");

    var result = removal.remove(BACKEND, proven);

    assertThat(ecr.store().digests(LEGACY)).containsExactly(other.digest());
    assertThat(result.removed()).isEqualTo(proven);
    assertThat(result.kept()).isEmpty();
    assertThat(journal).containsExactly("DELETE " + image.digest());
  }

  @Test
  void anImageThatGotAnotherTagForOneOfItsTagsIsKept() {
    ecr.push(LEGACY, image, "v3");
    ecr.push(LEGACY, TestImages.image("other", 50), "v1");

    var result = removal.remove(BACKEND, proven);

    assertThat(ecr.store().tags(LEGACY)).containsEntry("v3", image.digest());
    assertThat(result.removed()).isEmpty();
    assertThat(result.kept()).extracting(Keep::reason).containsExactly(KeepReason.CHANGED);
  }

  @Test
  void anArchivedImageThatGotAnotherTagForOneOfItsTagsIsKept() {
    ecr.store().updateStorageClass(LEGACY, ImageId.ofDigest(image.digest()), StorageClass.ARCHIVE);
    clock.advance(Duration.ofDays(31));
    proven = recheck().check(batch(), Set.of()).proven();
    refusesOneOfTwoTags();

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).isEmpty();
    assertThat(result.kept()).extracting(Keep::reason).containsExactly(KeepReason.CHANGED);
  }

  /** As if the image had another tag meanwhile, and v1 were that of another image. */
  private void refusesOneOfTwoTags() {
    ecr.faults()
        .on("BatchDeleteImage")
        .answer(
            """
            {"imageIds":[{"imageDigest":"%1$s","imageTag":"v2"}],
             "failures":[{"imageId":{"imageDigest":"%1$s","imageTag":"v1"},
                          "failureCode":"ImageTagDoesNotMatchDigest"}]}
            """
                .formatted(image.digest()));
  }

  @Test
  void whereAPairDeletesTheImageTheTagThatCameIsNamed() {
    ecr.store().read(OtherReading.PAIR_DELETION_REMOVES_IMAGE);
    ecr.push(LEGACY, image, "v3");

    assertThat(removal.remove(BACKEND, proven).failures())
        .singleElement()
        .asString()
        .contains("v3", image.digest());
  }

  @Test
  void theChildOfAnIndexThatCameIsKept() {
    ecr.push(LEGACY, TestImages.index(image), "latest");

    assertThat(removal.remove(BACKEND, proven).kept())
        .extracting(Keep::reason)
        .containsExactly(KeepReason.REFERENCED_BY_KEPT_INDEX);
  }

  @Test
  void aRefusalWithoutADigestKeepsWhatIsStillThereAndCountsWhatIsNot() {
    var other = mirrored(TestImages.image("two", 200), "v3");
    clock.advance(Duration.ofDays(31));
    proven = recheck().check(batch(), Set.of()).proven();
    registry.delete(BACKEND, List.of(new Deletable(digest(other), Set.of())));
    refusesWithoutADigest();

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).extracting(ProvenImage::digest).containsExactly(digest(other));
    assertThat(result.kept())
        .singleElement()
        .satisfies(keep -> {
          assertThat(keep.image().digest()).isEqualTo(digest(image));
          assertThat(keep.reason()).isEqualTo(KeepReason.REFUSED);
          assertThat(keep.detail()).isEqualTo("ImageInaccessible");
        });
    assertThat(result.failures()).anySatisfy(it -> assertThat(it).contains("without naming it"));
  }

  @Test
  void aRefusalWithoutADigestKeepsAnArchivedImageThatIsStillThere() {
    ecr.store().updateStorageClass(LEGACY, ImageId.ofDigest(image.digest()), StorageClass.ARCHIVE);
    clock.advance(Duration.ofDays(31));
    proven = recheck().check(batch(), Set.of()).proven();
    assertThat(proven).hasSize(1);
    refusesWithoutADigest();

    var result = removal.remove(BACKEND, proven);

    assertThat(result.removed()).isEmpty();
    assertThat(result.kept()).extracting(Keep::reason).containsExactly(KeepReason.REFUSED);
  }

  private void refusesWithoutADigest() {
    ecr.faults()
        .on("BatchDeleteImage")
        .answer(
            """
            {"imageIds":[{"imageTag":"v9"}],
             "failures":[{"failureCode":"ImageInaccessible","failureReason":"not now"},
                         {"imageId":{"imageTag":"v1"},"failureCode":"ImageInaccessible"}]}
            """);
  }

  @Test
  void isMadeOnceAndSaysWhenItsEndIsNotKnown() {
    ecr.faults().on("BatchDeleteImage").throttle();

    assertThatThrownBy(() -> removal.remove(BACKEND, proven)).isInstanceOf(RegistryException.class);

    assertThat(ecr.audit().count("BatchDeleteImage")).isEqualTo(1);
    assertThat(journal).containsExactly("DELETE " + image.digest(), "UNKNOWN " + image.digest());
  }
}
