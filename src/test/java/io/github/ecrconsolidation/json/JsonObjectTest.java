package io.github.ecrconsolidation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-7, -7",
    "2147483648, 2147483648",
    "9223372036854775807, 9223372036854775807"
  })
  void readsWholeNumbersOf64Bits(String json, long number) {
    assertThat(JsonObject.parse("{\"n\":%s}".formatted(json)).number("n")).contains(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "9223372036854775808", "18446744073709551617", "1e30", "\"7\"", "null"})
  void neitherWrapsNorTruncates(String json) {
    assertThat(JsonObject.parse("{\"n\":%s}".formatted(json)).number("n")).isEmpty();
  }

  @Test
  void countsWhatIsAbsentAsZeroAndRefusesWhatIsNoNumber() {
    var object = JsonObject.parse("{\"images\":3,\"bytes\":null,\"tags\":\"many\"}");

    assertThat(object.count("images")).isEqualTo(3);
    assertThat(object.count("bytes")).isZero();
    assertThat(object.count("missing")).isZero();
    assertThatThrownBy(() -> object.count("tags"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tags is not a whole number");
  }

  private record Row(String second, @Nullable String absent, int first) {}

  private record Page(List<Row> rows, boolean complete) {}

  @Test
  void writesTheComponentsOfARecordInTheirOrderWithoutThoseThatAreNull() {
    assertThat(JsonObject.write(new Page(List.of(new Row("b", null, 1), new Row("", "", 0)), true)))
        .isEqualTo(
            "{\"rows\":[{\"second\":\"b\",\"first\":1},"
                + "{\"second\":\"\",\"absent\":\"\",\"first\":0}],\"complete\":true}");
  }

  @Test
  void joinsRecordsToOneObject() {
    assertThat(JsonObject.of(List.of(new Row("b", null, 1), new Page(List.of(), true))))
        .isEqualTo(
            JsonObject.parse("{\"second\":\"b\",\"first\":1,\"rows\":[],\"complete\":true}"));
  }

  @Test
  void readsWhatAnObjectHasInItsOrder() {
    var json =
        JsonObject.parse(
            "{\"of\":{\"z\":1,\"a\":{\"n\":2},\"b\":{}},\"yes\":true,\"no\":\"true\"}");

    assertThat(json.each("of", it -> it).keySet()).containsExactly("a", "b");
    assertThat(json.each("absent", it -> it)).isEmpty();
    assertThat(json.object("of").orElseThrow().counts("a")).isEqualTo(Map.of("n", 2L));
    assertThat(json.counts("absent")).isEmpty();
    assertThatThrownBy(() -> json.counts("of")).hasMessage("a is not a whole number");
    assertThat(json.flag("yes")).isTrue();
    assertThat(json.flag("no")).isFalse();
    assertThat(json.flag("absent")).isFalse();
  }
}
