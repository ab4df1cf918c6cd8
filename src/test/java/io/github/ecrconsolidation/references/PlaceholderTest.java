package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${{ env.TAG }} | TAG",
        "{{ .Values.image.tag }} | tag",
        "${TAG:-v1} | v1",
        "$${TAG} | TAG",
        "$(TAG) | TAG",
        "$TAG | TAG",
        "#{tag} | tag",
        "%(tag)s | s",
        "%TAG% | TAG",
        "<your tag> | tag",
        "{tag} | tag",
      })
  void isWhatSomethingElseFillsInAndHasAName(String text, String variable) {
    assertThat(Placeholder.at("a:" + text + "-b", 2, text.length() + 4)).contains(text);
    assertThat(Placeholder.variable(text)).contains(variable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAG", "$", "${TAG", "{{ tag }", "< b>", "{ a }", "%d"})
  void isNothingElse(String text) {
    assertThat(Placeholder.isAt(text, 0, text.length())).isFalse();
  }

  @Test
  void endsWhereTheTextToReadEnds() {
    assertThat(Placeholder.isAt("${TAG}", 0, 5)).isFalse();
    assertThat(Placeholder.isAt("${TAG}", 0, 0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "*"})
  void mayHaveNoName(String text) {
    assertThat(Placeholder.isAt(text, 0, text.length())).isTrue();
    assertThat(Placeholder.variable(text)).isEmpty();
  }
}
