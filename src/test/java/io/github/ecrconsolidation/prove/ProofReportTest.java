package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import io.github.ecrconsolidation.prove.Observation.Undetermined;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofReportTest {
  private static final Assumption REQUIRED = Assumption.required("needed", "e", "c", "Class");
  private static final Assumption EITHER_WAY = Assumption.informative("known", "e", "c", "Class");
  private static final Result HELD = new Result(REQUIRED, new Holds("seen"));

  private static ProofReport report(Result... results) {
    return new ProofReport(ProofId.random(), List.of(results), List.of(), List.of());
  }

  @Test
  void provesEverythingWhenAllThatIsRequiredHolds() {
    var report = report(HELD, new Result(EITHER_WAY, new Differs("other")));

    assertThat(report.unproven()).isEmpty();
    assertThat(report(HELD, new Result(EITHER_WAY, new Open("later"))).unproven()).isEmpty();
  }

  @Test
  void namesEachLineThatIsMissing() {
    var report =
        report(
            new Result(REQUIRED, new Differs("other")),
            new Result(EITHER_WAY, new Undetermined("denied")),
            new Result(REQUIRED, new Open("later")));

    assertThat(report.unproven())
        .containsExactly(
            "does not hold: needed", "could not be determined: known", "still open: needed");
    assertThat(report.holdsSoFar()).isFalse();
  }

  @Test
  void lacksNothingButTimeWhileSomethingIsOpen() {
    var report = report(HELD, new Result(REQUIRED, new Open("later")));

    assertThat(report.holdsSoFar()).isTrue();
    assertThat(report.unproven()).containsExactly("still open: needed");
  }

  @Test
  void provesNothingWithoutResultsOrWithAnObstacle() {
    var obstacle =
        new ProofReport(ProofId.random(), List.of(HELD), List.of("could not"), List.of());

    assertThat(report().unproven()).containsExactly("not everything could be done");
    assertThat(obstacle.unproven()).containsExactly("not everything could be done");
  }
}
