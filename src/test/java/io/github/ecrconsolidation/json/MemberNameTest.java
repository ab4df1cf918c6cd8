package io.github.ecrconsolidation.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemberNameTest {

  @Test
  void joinsTheWordsOfAConstant() {
    assertThat(MemberName.of(TimeUnit.DAYS)).isEqualTo("days");
    assertThat(MemberName.of(ChronoUnit.HALF_DAYS)).isEqualTo("halfDays");
  }

  @Test
  void hyphenatesTheWordsOfAConstant() {
    assertThat(MemberName.hyphenated(TimeUnit.DAYS)).isEqualTo("days");
    assertThat(MemberName.hyphenated(ChronoUnit.HALF_DAYS)).isEqualTo("half-days");
  }
}
