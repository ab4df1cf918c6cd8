package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupResultTest {
  private static final CleanupPlan PLAN = new CleanupPlan(List.of());

  private static CleanupResult result(Stop stop, Optional<String> loss, String... failures) {
    var state =
        new RunState(Map.of(), Map.of(), List.of(), List.of(), List.of(failures), loss, stop);
    return new CleanupResult(PLAN, state, true);
  }

  @Test
  void isCompleteWhenEverythingIsDoneWithoutAFailure() {
    assertThat(result(Stop.DONE, Optional.empty()).complete()).isTrue();
    assertThat(result(Stop.DONE, Optional.empty(), "refused").complete()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
  void isNotCompleteWhenItStoppedBefore(Stop stop) {
    assertThat(result(stop, Optional.empty()).complete()).isFalse();
    assertThat(result(stop, Optional.empty()).stop()).isEqualTo(stop);
  }

  @Test
  void aLossIsAFailureBesideTheOthers() {
    assertThat(result(Stop.LOSS, Optional.of("a layer is lost"), "refused").failures())
        .containsExactly("refused", "a layer is lost");
  }

  /** No later run would read more, so it must not pass for one that the next continues. */
  @Test
  void isAFailureOutOfTimeWhenNotEverythingWasReadInTime() {
    var unread = new CleanupResult(PLAN, RunState.BEGUN, false);

    assertThat(unread.stop()).isEqualTo(Stop.OUT_OF_TIME);
    assertThat(unread.complete()).isFalse();
    assertThat(unread.failures()).singleElement().asString().contains("nothing was removed");
  }
}
