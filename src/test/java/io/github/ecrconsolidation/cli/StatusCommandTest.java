package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the table fits what the function really answers is tested with the clean-up. */
class StatusCommandTest {
  private static final String REPORT =
      """
      {"cutoverDate":"2026-01-01","daysLeft":20,"consolidatedRepository":"data-platform-dev","complete":true,
       "tags":{"mirrored":1000,"missing":2,"different":0,"withoutPlace":0},"images":1500,"bytes":1234567890,
       "eligibleNow":{"images":0,"bytes":0},"eligibleOn":{"2026-01-31":{"images":7,"bytes":999}},
       "kept":{"notMirrored":{"images":3,"bytes":1000,"examples":[]}},
       "repositories":[]}\
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String input, String... arguments) {
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(err, true, UTF_8)) {
      return new Main(
              new Console(Map.of(), new ByteArrayInputStream(input.getBytes(UTF_8)), to, errors))
          .run(List.of(arguments));
    }
  }

  @Test
  void printsAReportAsATable() {
    assertThat(run(REPORT, "status")).isEqualTo(ExitCode.NOTHING_FOUND);

    assertThat(out.toString(UTF_8))
        .startsWith("data-platform-dev: cutover 2026-01-01, rollback window of 20 more days\n")
        .containsPattern("all +1,000 of 1,002 +2 +0 +0 +0 +1,500 +1.2 GB +0 ")
        .containsPattern("eligible from 2026-01-31 on +7 images +999 B")
        .containsPattern("kept, notMirrored +3 images +1.0 kB");
  }

  @Test
  void overlooksWhatTheAwsCommandLinePrintsBehindTheReport() {
    assertThat(run(REPORT + "{\n  \"StatusCode\": 200\n}\n", "status")).isZero();
  }

  @Test
  void marksAReportOfWhatCouldNotBeReadCompletely() {
    run(REPORT.replace("\"complete\":true", "\"complete\":false"), "status");

    assertThat(out.toString(UTF_8).lines().findFirst().orElse("")).endsWith("; INCOMPLETE");
  }

  @Test
  void saysWhyTheFunctionFailed() {
    assertThat(run("{\"errorMessage\":\"the run failed: no access\"}", "status"))
        .isEqualTo(ExitCode.ERROR);

    assertThat(err.toString(UTF_8)).contains("the function failed: the run failed: no access");
  }

  @Test
  void refusesWhatIsNoReport() {
    for (var input : List.of("", "[]", "{}", "no JSON", "{\"repositories\":[]}")) {
      assertThat(run(input, "status")).as(input).isEqualTo(ExitCode.ERROR);
    }
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void saysInOneLineWhatIsWrongWithAReport() {
    assertThat(run("{\"repositories\":[],\"tags\":{\"missing\":\"many\"}}", "status"))
        .isEqualTo(ExitCode.ERROR);

    assertThat(err.toString(UTF_8).lines())
        .containsExactly("status: missing is not a whole number");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void takesNoArguments() {
    assertThat(run(REPORT, "status", "report.json")).isEqualTo(ExitCode.ERROR);

    assertThat(err.toString(UTF_8)).contains("Unmatched argument at index 1").contains("Usage:");
  }
}
