package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Node.Scalar;
import io.github.ecrconsolidation.references.Node.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeTest {

  private static Scalar scalar(String value, String source, Style style) {
    return new Scalar(value, source, 0, source.length(), style, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PLAIN  | v1     | 0",
        "QUOTED | 'v1'   | 1",
        "QUOTED | &a \"v1\" | 4",
        "PLAIN  | !!str v1 | 6",
      })
  void aScalarIsWrittenAsItIsBehindItsQuoteAndAnchor(Style style, String source, int start) {
    assertThat(scalar("v1", source, style).written()).contains(new Span(start, start + 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "QUOTED | \"\\x76\\x31\"",
        "PLAIN  | v",
        "BLOCK  | >-  v1",
      })
  void aScalarWithEscapesOrFoldsIsNotWrittenAsItIs(Style style, String source) {
    assertThat(scalar("v1", source, style).written()).isEmpty();
  }

  @Test
  void anEmptyScalarIsWrittenBetweenItsQuotes() {
    assertThat(scalar("", "''", Style.QUOTED).written()).contains(new Span(1, 1));
  }

  @ParameterizedTest
  @CsvSource({"PLAIN, ''", "PLAIN, null", "PLAIN, ~", "QUOTED, ' '"})
  void aScalarIsBlankWithoutAValue(Style style, String value) {
    assertThat(scalar(value, value, style).isBlank()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"QUOTED, null", "QUOTED, ~", "PLAIN, nullable"})
  void aScalarWithAValueIsNotBlank(Style style, String value) {
    assertThat(scalar(value, value, style).isBlank()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.10", "1.0", "1.", "010", "1e3", "1E+3", "1234567"})
  void aNumberThatIsNotQuotedIsPrintedOtherwise(String value) {
    assertThat(scalar(value, value, Style.PLAIN).isNumberPrintedOtherwise()).isTrue();
    assertThat(scalar(value, value, Style.QUOTED).isNumberPrintedOtherwise()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "1.01", "10", "0", "123456", "1.2.0", "v1.10", ""})
  void otherValuesArePrintedAsTheyAre(String value) {
    assertThat(scalar(value, value, Style.PLAIN).isNumberPrintedOtherwise()).isFalse();
  }
}
