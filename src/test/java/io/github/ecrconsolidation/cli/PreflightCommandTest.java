package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
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

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String input) {
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(err, true, UTF_8)) {
      return new Main(
              new Console(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)), to, errors))
          .run(List.of("preflight"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, warning, 0", "true, error, 1", "false, info, 1"})
  void tellsAPipelineWhetherItPassed(String complete, String severity, int code) {
    assertThat(run(answer(complete, severity))).isEqualTo(code);

    assertThat(out.toString(UTF_8)).isEqualTo("first line%nsecond line%n".formatted());
  }

  @Test
  void saysWhyTheFunctionFailed() {
    assertThat(run("{\"errorMessage\":\"no permission\"}")).isEqualTo(ExitCode.ERROR);

    assertThat(err.toString(UTF_8)).contains("the function failed: no permission");
  }

  @ParameterizedTest
  @CsvSource(
      value = {"{}", "nothing", "{\"findings\":[]}"},
      delimiter = '|')
  void refusesWhatIsNoAnswer(String input) {
    assertThat(run(input)).isEqualTo(ExitCode.ERROR);
  }
}
