package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.prove.Observation.Differs;
import io.github.ecrconsolidation.prove.Observation.Holds;
import io.github.ecrconsolidation.prove.Observation.Open;
import io.github.ecrconsolidation.prove.Observation.Undetermined;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final List<Observation> ALL =
      List.of(
          new Holds("seen"), new Differs("other"), new Open("later"), new Undetermined("denied"));

  private static List<Result> required() {
    var assumption = Assumption.required("needed", "e", "c", "Class");
    return ALL.stream().map(it -> new Result(assumption, it)).toList();
  }

  private static List<Result> informative() {
    var assumption = Assumption.informative("known", "e", "c", "Class");
    return ALL.stream().map(it -> new Result(assumption, it)).toList();
  }

  @Test
  void hasOneWordForEachObservation() {
    assertThat(required())
        .extracting(Result::word)
        .containsExactly("holds", "DIFFERS", "open", "UNKNOWN");
  }

  @Test
  void ofWhatTheProductReliesOnFailsIsOpenOrIsUnknown() {
    assertThat(required()).extracting(Result::fails).containsExactly(false, true, false, false);
    assertThat(required()).extracting(Result::isOpen).containsExactly(false, false, true, false);
    assertThat(required()).extracting(Result::isUnknown).containsExactly(false, false, false, true);
  }

  @Test
  void ofWhatIsGoodToKnowCanOnlyBeUndetermined() {
    assertThat(informative())
        .noneMatch(Result::fails)
        .noneMatch(Result::isOpen)
        .noneMatch(Result::isUnknown)
        .extracting(Result::isUndetermined)
        .containsExactly(false, false, false, true);
  }
}
