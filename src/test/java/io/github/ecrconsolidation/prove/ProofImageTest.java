package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofImageTest {
  private static final ProofId ID = new ProofId("0123456789ab");

  private final ProofImage image = ProofImage.image(ID, "mount");

  /** A later process, perhaps of a later release, finds the image again by its digest alone. */
  @Test
  void hasTheSameDigestInEveryProcess() {
    assertThat(image.digest())
        .isEqualTo(
            new Digest("sha256:3855044146ff278ade2fbfd7c1391763ac558a3b78fd7dc2bee4be2e73a44c05"));
  }

  /** Else the experiments would share layers, and one could answer for another. */
  @Test
  void sharesNoBlobWithAnotherNameOrRun() {
    assertThat(ProofImage.image(ID, "other").blobs()).doesNotContainAnyElementsOf(image.blobs());
    assertThat(ProofImage.image(new ProofId("ba9876543210"), "mount").blobs())
        .doesNotContainAnyElementsOf(image.blobs());
  }

  @Test
  void hasTheContentsThatItsManifestLists() {
    assertThat(image.contents())
        .extracting(ProofImage.Content::descriptor)
        .isEqualTo(image.blobs())
        .hasSize(2);
    assertThat(image.contents())
        .allSatisfy(content ->
            assertThat(content.descriptor())
                .isEqualTo(new Descriptor(Digest.of(content.bytes()), content.bytes().length)));
  }

  @Test
  void refersToItsSubject() {
    var referrer = ProofImage.referrer(ID, "referrer", image);

    assertThat(referrer.manifest().subject()).contains(image.digest());
    assertThat(image.manifest().subject()).isEmpty();
  }

  @Test
  void isAnIndexOfItsChildWithoutBlobs() {
    var index = ProofImage.index(image);

    assertThat(index.manifest().children()).isEqualTo(List.of(image.digest()));
    assertThat(index.contents()).isEmpty();
    assertThat(index.blobs()).isEmpty();
  }
}
