package io.github.ecrconsolidation.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Image.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTest {
  private static final Digest DIGEST = Digest.of("image".getBytes(UTF_8));
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  private static Image image(String mediaType, Status status, String... tags) {
    var image =
        Images.image(
            DIGEST,
            Set.copyOf(Stream.of(tags).map(Tag::new).toList()),
            new MediaType(mediaType),
            Optional.empty(),
            status,
            Instant.EPOCH);
    return Images.sized(image, 100);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void canBePulledOnlyWhileItIsActive(Status status) {
    assertThat(image(MANIFEST, status).isActive()).isEqualTo(status == Status.ACTIVE);
  }

  @Test
  void doesNotCountTheLargestImageOfAnIndexTwice() {
    assertThat(image(MANIFEST, Status.ACTIVE).ownBytes()).isEqualTo(100);
    assertThat(image(INDEX, Status.ACTIVE).ownBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.cncf.helm.config.v1+json, true, false",
    "application/vnd.docker.attestation.manifest.v1+json, false, true",
    "application/vnd.oci.image.config.v1+json, false, false",
    ", false, false"
  })
  void isAChartOrAnAttestationByItsArtifactType(
      @Nullable String type, boolean chart, boolean attestation) {
    var typed =
        Images.typed(image(MANIFEST, Status.ACTIVE), Optional.ofNullable(type).map(MediaType::new));

    assertThat(typed.isHelmChart()).isEqualTo(chart);
    assertThat(typed.isBuildAttestation()).isEqualTo(attestation);
  }

  @Test
  void isPrintedWithItsFirstThreeTags() {
    assertThat(image(MANIFEST, Status.ACTIVE, "d", "b", "c", "a"))
        .hasToString("ml-platform/backend:a,b,c@" + DIGEST);
    assertThat(image(MANIFEST, Status.ACTIVE)).hasToString("ml-platform/backend@" + DIGEST);
  }
}
