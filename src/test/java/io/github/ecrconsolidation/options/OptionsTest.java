package io.github.ecrconsolidation.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final List<String> NAMES = List.of("mode", "days", "dryRun");

  @Test
  void aBlankEnvironmentVariableIsNotSet() {
    var options = Options.ofEnvironment(Map.of("A", "  ", "B", " b "));

    assertThat(options.text("A")).isEmpty();
    assertThat(options.text("B")).contains("b");
    assertThat(options.names()).containsExactly("B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mode\":\"delete\",\"days\":7,\"dryRun\":true}",
        "{\"mode\":\"delete\",\"days\":\"7\",\"dryRun\":\"true\"}",
        "{\"detail-type\":\"Scheduled Event\",\"detail\":{\"mode\":\"delete\",\"days\":7,\"dryRun\":true}}"
      })
  void readsTextsNumbersAndBooleansAlike(String input) {
    var options = Options.ofInput(input, NAMES);

    assertThat(options.choice("mode", "report", List.of("report", "delete"))).isEqualTo("delete");
    assertThat(options.number("days", 1, 1, 10)).isEqualTo(7);
    assertThat(options.flag("dryRun", false)).isTrue();
    assertThat(options.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"detail-type\":\"Scheduled Event\"}"})
  void takesTheDefaultsWhenNothingIsGiven(String input) {
    var options = Options.ofInput(input, NAMES);

    assertThat(options.choice("mode", "report", List.of("report", "delete"))).isEqualTo("report");
    assertThat(options.number("days", 3, 1, 10)).isEqualTo(3);
    assertThat(options.flag("dryRun", true)).isTrue();
    assertThat(options.value("mode", "", text -> text)).isEmpty();
    assertThat(options.problems()).isEmpty();
  }

  @Test
  void tellsAllProblemsAtOnce() {
    var options = Options.ofInput("{\"mode\":\"all\",\"days\":11,\"dryRun\":{},\"x\":1}", NAMES);

    options.choice("mode", "report", List.of("report", "archive", "delete"));
    options.number("days", 3, 1, 10);
    options.flag("dryRun", false);

    assertThatThrownBy(() -> options.refuseProblems("not understood"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            """
            not understood:
            - dryRun is {}; expected a text or a number
            - 'x' is no option
            - mode is 'all'; expected report, archive or delete
            - days is '11'; expected a whole number from 1 to 10\
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "0", "11", "1.5", "7 days", "99999999999"})
  void refusesWhatIsNoNumberInItsRange(String value) {
    var options = Options.ofInput("{\"days\":\"%s\"}".formatted(value), NAMES);

    assertThat(options.number("days", 3, 1, 10)).isEqualTo(3);
    assertThat(options.problems())
        .containsExactly("days is '%s'; expected a whole number from 1 to 10".formatted(value));
  }

  @Test
  void tellsWhatAReaderRefuses() {
    var options = Options.ofInput("{\"days\":\"x\"}", NAMES);

    assertThat(options.value("days", "days: ", Integer::valueOf)).isEmpty();

    assertThat(options.problems()).containsExactly("days: For input string: \"x\"");
  }

  @Test
  void refusesNothingWithoutProblems() {
    Options.ofEnvironment(Map.of()).refuseProblems("never said");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "true", "{", "{} {}"})
  void refusesWhatIsNoObject(String input) {
    assertThatThrownBy(() -> Options.ofInput(input, NAMES))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
