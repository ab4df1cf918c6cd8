package io.github.ecrconsolidation.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.ecrconsolidation.decision.TagEvidence.Current;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TagEvidenceTest {
  private final Image legacy = image("wanted", "v1");

  private static Image image(String name, String tag) {
    return Images.image(
        TwoSides.digest(name),
        Set.of(new Tag(tag)),
        new MediaType("application/vnd.oci.image.manifest.v1+json"),
        Optional.empty(),
        Image.Status.ACTIVE,
        Instant.EPOCH);
  }

  @Test
  void looksNothingUpForATargetThatPointsToTheLegacyImage() {
    var current = image("wanted", "backend-v1");

    assertThat(Current.of(current, legacy, () -> fail("nobody has to look this up")))
        .isEqualTo(Current.of(current));
  }

  @Test
  void looksUpMoreForATargetThatPointsToAnotherImage() {
    var current = image("other", "backend-v1");
    var found = new Current(current, Optional.of(current), Optional.empty(), true);

    assertThat(Current.of(current, legacy, () -> found)).isEqualTo(found);
  }
}
