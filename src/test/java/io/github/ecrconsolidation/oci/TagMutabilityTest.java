package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagMutabilityTest {

  @ParameterizedTest
  @CsvSource({
    "IMMUTABLE, v1, true",
    "IMMUTABLE, backend-latest, false",
    "IMMUTABLE, latest-backend, true",
    "IMMUTABLE, sha256-0, false",
    "IMMUTABLE, a.b, false",
    "IMMUTABLE, aXb, true",
    "MUTABLE, v1, false",
    "MUTABLE, backend-latest, true"
  })
  void anExclusionTurnsTheModeRound(Mode mode, String tag, boolean immutable) {
    var mutability = new TagMutability(mode, List.of("*latest", "sha256-*", "a.b"));

    assertThat(mutability.isImmutable(new Tag(tag))).isEqualTo(immutable);
  }
}
