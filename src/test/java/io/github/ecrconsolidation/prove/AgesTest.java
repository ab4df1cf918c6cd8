package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {

  @ParameterizedTest
  @CsvSource({"PT0S, 0 min", "PT59M59S, 59 min", "PT1H, 1 h", "PT25H30M, 25 h"})
  void saysWholeHoursOrBelowAnHourWholeMinutes(Duration age, String text) {
    assertThat(Ages.text(age)).isEqualTo(text);
  }
}
