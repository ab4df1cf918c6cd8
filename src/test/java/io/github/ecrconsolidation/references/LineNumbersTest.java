package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineNumbersTest {

  @Test
  void countsFromOneAndALineEndBelongsToItsLine() {
    var lines = new LineNumbers("a\nb\r\n\nc");

    assertThat(lines.of(0)).isEqualTo(1);
    assertThat(lines.of(1)).isEqualTo(1);
    assertThat(lines.of(2)).isEqualTo(2);
    assertThat(lines.of(4)).isEqualTo(2);
    assertThat(lines.of(5)).isEqualTo(3);
    assertThat(lines.of(7)).isEqualTo(4);
  }

  @Test
  void countsAgainForAnEarlierOffset() {
    var lines = new LineNumbers("a\nb\nc");

    assertThat(lines.of(4)).isEqualTo(3);
    assertThat(lines.of(2)).isEqualTo(2);
    assertThat(lines.of(0)).isEqualTo(1);
  }
}
