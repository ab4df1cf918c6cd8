package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {

  private static StatusReport read(String answer) {
    return StatusReport.read(JsonObject.parse(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"repositories":{},"tags":{}}                     | no report of the clean-up function
          {"repositories":[],"tags":"all"}                  | no report of the clean-up function
          {"repositories":[]}                               | no report of the clean-up function
          {"repositories":[{"repository":"a"}],"tags":{}}   | a part of the report has no tags
          {"repositories":[],"tags":{"missing":"many"}}     | missing is not a whole number
          {"repositories":[],"tags":{},"images":1.5}        | images is not a whole number
          {"repositories":[],"tags":{},"removed":{"bytes":""}} | bytes is not a whole number
          {"repositories":[{"tags":{"missing":[]}}],"tags":{}} | missing is not a whole number
          {"errorMessage":"no access"}                      | the function failed: no access
          """)
  void saysWhatIsWrongWithWhatIsNone(String answer, String message) {
    assertThatThrownBy(() -> read(answer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void takesWhatIsAbsentAsNothing() {
    var report = read("{\"repositories\":[],\"tags\":{}}");

    assertThat(report.run().consolidatedRepository()).isEqualTo("?");
    assertThat(report.run().complete()).isFalse();
    assertThat(report.images().tags().all()).isZero();
    assertThat(report.images().all().images()).isZero();
    assertThat(report.run().failures()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''         |   | no cutover date is set, so nothing is eligible
          2026-01-01 | 7 | cutover 2026-01-01, rollback window of 7 more days
          """)
  void saysHowFarTheRollbackWindowHasCome(String date, Integer left, String words) {
    var answer =
        "{\"repositories\":[],\"tags\":{},\"cutoverDate\":\"%s\",\"daysLeft\":%s}"
            .formatted(date, left);

    assertThat(read(answer).window().inWords()).isEqualTo(words);
  }
}
