package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

class ImageDetailsTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final Digest SUBJECT = Digest.of(new byte[1]);
  private static final Instant PUSHED = Instant.parse("2026-01-01T00:00:00Z");
  private static final String OVERLONG = "x".repeat(129);

  private final ImageDetails details = new ImageDetails(Images.BACKEND);
  private final ImageDetail.Builder detail = ImageDetail.builder().imageDigest(DIGEST.value());

  @Test
  void readsAllThatMatters() {
    detail
        .imageTags("v1", OVERLONG)
        .imageManifestMediaType("application/vnd.oci.image.manifest.v1+json")
        .subjectManifestDigest(SUBJECT.value())
        .imageStatus("ACTIVE")
        .imagePushedAt(PUSHED);

    assertThat(details.image(detail.build()))
        .isEqualTo(
            Images.image(
                Images.image(
                    DIGEST,
                    Set.of(new Tag("v1")),
                    new MediaType("application/vnd.oci.image.manifest.v1+json"),
                    Optional.of(SUBJECT),
                    Status.ACTIVE,
                    PUSHED),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(OVERLONG)));
  }

  @Test
  void hasAnAnswerForWhatIsLeftOut() {
    assertThat(details.image(detail.build()))
        .isEqualTo(
            Images.image(
                DIGEST,
                Set.of(),
                new MediaType(""),
                Optional.empty(),
                Status.ACTIVE,
                Instant.EPOCH));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, ACTIVE", "ARCHIVED, ARCHIVED", "ACTIVATING, ACTIVATING", "NEW, UNKNOWN"})
  void takesNoStatusForActiveThatItDoesNotKnow(String said, Status status) {
    assertThat(details.image(detail.imageStatus(said).build()).status()).isEqualTo(status);
  }

  /** ECR holds no image of such a digest, and one odd referrer does not hide all other images. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:abc",
        ""
      })
  void takesASubjectThatEcrCannotHoldForNone(String subject) {
    detail.subjectManifestDigest(subject);

    assertThat(details.image(detail.build()).subject()).isEmpty();
  }

  @Test
  void readsSizeAndHistory() {
    detail
        .imageTags("v1", OVERLONG)
        .imageSizeInBytes(7L)
        .lastRecordedPullTime(PUSHED.plusSeconds(1))
        .lastArchivedAt(PUSHED.plusSeconds(2))
        .lastActivatedAt(PUSHED.plusSeconds(3))
        .artifactMediaType("application/vnd.cncf.helm.config.v1+json");

    assertThat(details.image(detail.build()))
        .isEqualTo(
            Images.image(
                details.image(detail.build()),
                7,
                Optional.of(PUSHED.plusSeconds(1)),
                Optional.of(PUSHED.plusSeconds(2)),
                Optional.of(PUSHED.plusSeconds(3)),
                Optional.of(new MediaType("application/vnd.cncf.helm.config.v1+json")),
                Set.of(OVERLONG)));
  }
}
