package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightCommandTest {
  /** As {@code aws lambda invoke} prints it, with what it says of the invocation behind it. */
  private static String answer(String complete, String severity) {
    return """
    {"preflight":["first line","second line"],"complete":%s,"findings":[{"severity":"%s"}]}
    {
        "StatusCode": 200
    }
    """
        .formatted(complete, severity);
  }

  private final Terminal terminal = new Terminal();

  @ParameterizedTest
  @CsvSource({"true, warning, 0", "true, error, 1", "false, info, 1"})
  void tellsAPipelineWhetherItPassed(String complete, String severity, int code) {
    assertThat(terminal.run(Map.of(), answer(complete, severity), "preflight")).isEqualTo(code);

    assertThat(terminal.out()).isEqualTo("first line%nsecond line%n".formatted());
  }

  @Test
  void saysWhyTheFunctionFailed() {
    assertThat(terminal.run(Map.of(), "{\"errorMessage\":\"no permission\"}", "preflight"))
        .isEqualTo(ExitCode.ERROR);

    assertThat(terminal.err()).contains("the function failed: no permission");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"{}", "nothing", "{\"findings\":[]}"},
      delimiter = '|')
  void refusesWhatIsNoAnswer(String input) {
    assertThat(terminal.run(Map.of(), input, "preflight")).isEqualTo(ExitCode.ERROR);
  }
}
