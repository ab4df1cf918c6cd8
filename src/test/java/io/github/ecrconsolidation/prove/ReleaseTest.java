package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest {

  @ParameterizedTest
  @CsvSource({"1.9.9, 1.10.0", "1.2.9, 1.3.0", "1.2.3, 1.2.10", "9.9.9, 10.0.0"})
  void isOlderByTheFirstNumberThatDiffers(String older, String newer) {
    assertThat(Release.parse(older)).isLessThan(Release.parse(newer));
    assertThat(Release.parse(newer)).isGreaterThan(Release.parse(older));
  }

  @Test
  void isReadAsItIsPrinted() {
    assertThat(Release.parse("1.10.0")).hasToString("1.10.0");
    assertThat(Release.parse("1.10.0")).isEqualByComparingTo(Release.parse("1.10.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.0",
        "1.0.0.0",
        "1.0.",
        "1..0",
        "v1.0.0",
        "1.0.x",
        "-1.0.0",
        "1.0.0-SNAPSHOT",
        "1.0.0\n",
        " 1.0.0",
        "1.0.1234567"
      })
  void isNothingButThreeNumbers(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Release.parse(text));
  }

  @Test
  void isThatOfTheBuild() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));

    assertThat(pom)
        .containsPattern(
            "<artifactId>ecr-consolidation</artifactId>\\s+<version>%s(-SNAPSHOT)?</version>"
                .formatted(Release.CURRENT));
  }
}
