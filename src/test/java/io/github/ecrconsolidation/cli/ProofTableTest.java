package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.prove.Assumption;
import io.github.ecrconsolidation.prove.Assumption.Need;
import io.github.ecrconsolidation.prove.Observation;
import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import io.github.ecrconsolidation.prove.Observation.Undetermined;
import io.github.ecrconsolidation.prove.ProofId;
import io.github.ecrconsolidation.prove.ProofReport;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.prove.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTableTest {
  private static final ProofId ID = new ProofId("0123456789ab");
  private static final Result HOLDS = result("first", Need.REQUIRED, new Holds("seen"));

  private static Result result(String name, Need need, Observation observation) {
    var assumption =
        new Assumption(name, "it does", "it breaks", need, List.of("Mirror", "Cleanup"));
    return new Result(assumption, observation);
  }

  private static String text(List<String> obstacles, List<String> notes, Result... results) {
    return ProofTable.text(new ProofReport(ID, List.of(results), obstacles, notes));
  }

  @Test
  void isALineForEachAssumptionAndAConclusion() {
    assertThat(
            text(List.of(), List.of(), HOLDS, result("second", Need.REQUIRED, new Open("later"))))
        .isEqualTo(
            """
            holds    first                             seen
            open     second                            later

            1 hold, 0 differ, 1 open, 0 unknown: what the product relies on holds, as far as it shows
            """);
  }

  @Test
  void saysWhatFollowsFromWhatDiffers() {
    assertThat(text(List.of(), List.of(), result("first", Need.REQUIRED, new Differs("other"))))
        .isEqualTo(
            """
            DIFFERS  first                             other

            first (required)
              expected    it does
              means       it breaks
              relied on   Mirror, Cleanup

            0 hold, 1 differ, 0 open, 0 unknown: something the product relies on does not hold
            """);
  }

  @Test
  void saysThatNothingDependsOnWhatWorksEitherWay() {
    assertThat(text(List.of(), List.of(), result("a", Need.INFORMATIVE, new Differs("other"))))
        .contains("a (works either way)")
        .endsWith(
            "1 differ, 0 open, 0 unknown: what the product relies on holds, as far as it shows\n");
  }

  @Test
  void saysWhatCouldNotBeDone() {
    assertThat(
            text(
                List.of("no queue"),
                List.of("kept 100%"),
                result("first", Need.REQUIRED, new Undetermined("denied"))))
        .isEqualTo(
            """
            UNKNOWN  first                             denied

            kept 100%

            problem: no queue

            0 hold, 0 differ, 0 open, 1 unknown: not everything could be done
            """);
  }

  @Test
  void isOneObjectOfJson() {
    var report = new ProofReport(ID, List.of(HOLDS), List.of("no queue"), List.of("kept"));

    var json = JsonObject.parse(ProofTable.json(report, "123456789012", "eu-west-1"));

    assertThat(json.members())
        .containsEntry("id", "0123456789ab")
        .containsEntry("account", "123456789012")
        .containsEntry("region", "eu-west-1")
        .containsEntry("version", Release.CURRENT.toString())
        .containsEntry("notes", List.of("kept"))
        .containsEntry("obstacles", List.of("no queue"));
    assertThat(json.number("exitCode")).contains((long) ProofReport.COULD_NOT_RUN);
    var result = json.objects("results").getFirst();
    assertThat(result.members())
        .containsEntry("name", "first")
        .containsEntry("result", "holds")
        .containsEntry("required", true)
        .containsEntry("expectation", "it does")
        .containsEntry("observation", "seen")
        .containsEntry("consequence", "it breaks")
        .containsEntry("reliedOnBy", List.of("Mirror", "Cleanup"));
  }
}
