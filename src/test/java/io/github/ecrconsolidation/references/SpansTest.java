package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpansTest {
  private final Spans spans = new Spans();

  @Test
  void containTheirStartAndNotTheirEnd() {
    spans.add(new Span(2, 4));

    assertThat(spans.contain(1)).isFalse();
    assertThat(spans.contain(2)).isTrue();
    assertThat(spans.contain(3)).isTrue();
    assertThat(spans.contain(4)).isFalse();
  }

  @Test
  void keepTheLongerOneOfTwoWithOneStart() {
    spans.add(new Span(2, 8));
    spans.add(new Span(2, 4));

    assertThat(spans.contain(7)).isTrue();
  }
}
