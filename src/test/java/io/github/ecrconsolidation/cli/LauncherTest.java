package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

  @ParameterizedTest
  @CsvSource({"1.8, 8", "11, 11", "25, 25"})
  void readsTheVersionOfEveryJava(String specification, int feature) {
    assertThat(Launcher.feature(specification)).isEqualTo(feature);
  }
}
