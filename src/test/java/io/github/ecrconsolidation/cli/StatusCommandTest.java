package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the table fits what the function really answers is tested with the clean-up. */
class StatusCommandTest {
  private static final String REPORT =
      """
      {"cutoverDate":"2026-01-01","daysLeft":20,"consolidatedRepository":"data-platform-dev","complete":true,
       "tags":{"mirrored":1000,"missing":2,"different":0,"withoutTarget":0},"images":1500,"bytes":1234567890,
       "eligibleNow":{"images":0,"bytes":0},"eligibleOn":{"2026-01-31":{"images":7,"bytes":999}},
       "kept":{"notMirrored":{"images":3,"bytes":1000,"examples":[]}},
       "repositories":[]}\
      """;

  private final Terminal terminal = new Terminal();

  @Test
  void printsAReportAsATable() {
    assertThat(terminal.run(Map.of(), REPORT, "status")).isEqualTo(ExitCode.NOTHING_FOUND);

    assertThat(terminal.out())
        .startsWith("data-platform-dev: cutover 2026-01-01, rollback window of 20 more days\n")
        .containsPattern("all +1,000 of 1,002 +2 +0 +0 +0 +1,500 +1.2 GB +0 ")
        .containsPattern("eligible from 2026-01-31 on +7 images +999 B")
        .containsPattern("kept, notMirrored +3 images +1.0 kB");
  }

  @Test
  void overlooksWhatTheAwsCommandLinePrintsBehindTheReport() {
    assertThat(terminal.run(Map.of(), REPORT + "{\n  \"StatusCode\": 200\n}\n", "status")).isZero();
  }

  @Test
  void overlooksAByteOrderMark() {
    assertThat(terminal.run(Map.of(), "\uFEFF" + REPORT, "status")).isZero();
  }

  @Test
  void marksAReportOfWhatCouldNotBeReadCompletely() {
    terminal.run(Map.of(), REPORT.replace("\"complete\":true", "\"complete\":false"), "status");

    assertThat(terminal.out().lines().findFirst().orElse("")).endsWith("; INCOMPLETE");
  }

  @Test
  void saysWhyTheFunctionFailed() {
    assertThat(terminal.run(Map.of(), "{\"errorMessage\":\"the run failed: no access\"}", "status"))
        .isEqualTo(ExitCode.ERROR);

    assertThat(terminal.err()).contains("the function failed: the run failed: no access");
  }

  @Test
  void refusesWhatIsNoReport() {
    for (var input : List.of("", "[]", "{}", "no JSON", "{\"repositories\":[]}")) {
      assertThat(terminal.run(Map.of(), input, "status")).as(input).isEqualTo(ExitCode.ERROR);
    }
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void saysInOneLineWhatIsWrongWithAReport() {
    var report = "{\"repositories\":[],\"tags\":{\"missing\":\"many\"}}";

    assertThat(terminal.run(Map.of(), report, "status")).isEqualTo(ExitCode.ERROR);

    assertThat(terminal.err()).isEqualTo("status: missing is not a whole number\n");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void takesNoArguments() {
    assertThat(terminal.run(Map.of(), REPORT, "status", "report.json")).isEqualTo(ExitCode.ERROR);

    assertThat(terminal.err()).contains("Unmatched argument at index 1").contains("Usage:");
  }
}
