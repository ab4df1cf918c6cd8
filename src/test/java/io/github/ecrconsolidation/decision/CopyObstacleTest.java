package io.github.ecrconsolidation.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyObstacleTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @Test
  void nothingKeepsAnActiveImageFromBeingCopied() {
    assertThat(CopyObstacle.of(image(Status.ACTIVE, MANIFEST))).isEmpty();
    assertThat(CopyObstacle.of(image(Status.ACTIVE, ""))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "ACTIVE", mode = EnumSource.Mode.EXCLUDE)
  void whatIsNotActiveCannotBePulled(Status status) {
    assertThat(CopyObstacle.of(image(status, MANIFEST))).contains(CopyObstacle.NOT_ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1+json", "v1+prettyjws"})
  void schema1CannotBePushedAgain(String form) {
    var schema1 = "application/vnd.docker.distribution.manifest." + form;

    assertThat(CopyObstacle.of(image(Status.ACTIVE, schema1))).contains(CopyObstacle.SCHEMA_1);
    assertThat(CopyObstacle.of(image(Status.ARCHIVED, schema1))).contains(CopyObstacle.NOT_ACTIVE);
  }

  private static Image image(Status status, String mediaType) {
    return new Image(
        Digest.of(new byte[0]),
        Set.of(),
        new MediaType(mediaType),
        Optional.empty(),
        status,
        Instant.EPOCH);
  }
}
