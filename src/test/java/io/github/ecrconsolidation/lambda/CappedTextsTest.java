package io.github.ecrconsolidation.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CappedTextsTest {

  @Test
  void leavesAFewShortTextsAsTheyAre() {
    var texts = Collections.nCopies(50, "x".repeat(1000));

    assertThat(CappedTexts.of(texts)).isEqualTo(texts);
  }

  @Test
  void cutsALongText() {
    assertThat(CappedTexts.of(List.of("x".repeat(1001)))).containsExactly("x".repeat(1000) + "...");
  }

  @Test
  void saysHowManyMoreThereAre() {
    assertThat(CappedTexts.of(Collections.nCopies(53, "text"))).hasSize(51).endsWith("and 3 more");
  }
}
