package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "v1, v1, true",
    "v1, v10, false",
    "v*, v10, true",
    "*latest, backend-latest, true",
    "a*c*e, abcde, true",
    "a*c*e, abcd, false",
    "v1.0, v1x0, false",
    "*, anything, true",
    "V1, v1, false"
  })
  void takesAStarForAnyTextAndAllElseAsItIs(String glob, String text, boolean matches) {
    assertThat(Glob.of(glob).test(text)).isEqualTo(matches);
  }
}
