package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypeTest {

  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.index.v1+json, true, false, false",
    "application/vnd.docker.distribution.manifest.list.v2+json, true, false, false",
    "application/vnd.oci.image.manifest.v1+json, false, true, false",
    "application/vnd.docker.distribution.manifest.v2+json, false, true, false",
    "application/vnd.docker.distribution.manifest.v1+json, false, false, true",
    "application/vnd.docker.distribution.manifest.v1+prettyjws, false, false, true",
    "application/vnd.oci.artifact.manifest.v1+json, false, false, false",
    "'', false, false, false"
  })
  void isOfOneKindAtMost(String type, boolean index, boolean image, boolean schema1) {
    var mediaType = new MediaType(type);

    assertThat(mediaType.isIndex()).isEqualTo(index);
    assertThat(mediaType.isImage()).isEqualTo(image);
    assertThat(mediaType.isSchema1()).isEqualTo(schema1);
    assertThat(mediaType).hasToString(type);
  }

  @Test
  void asksForEveryKindSoThatNothingIsConverted() {
    assertThat(MediaType.ALL_MANIFESTS.stream().map(MediaType::new))
        .hasSize(6)
        .allMatch(
            type -> Stream.of(type.isIndex(), type.isImage(), type.isSchema1()).anyMatch(it -> it));
  }
}
