package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.prove.ProofRecord.Reading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName WEB = new RepositoryName("ml-platform/web");

  private final Allowance allowance =
      new Allowance(30, Stop.RAMP_REACHED, 30, 10, Map.of(BACKEND, 25L));

  @Test
  void aNewRepositoryBeginsFromTheStart() {
    assertThat(allowance.left(BACKEND, RunState.BEGUN)).isEqualTo(25);
    assertThat(allowance.left(WEB, RunState.BEGUN)).isEqualTo(10);
  }

  @Test
  void eachRepositoryHasUsedOnlyItsOwnButAllUseThatOfTheRun() {
    var state = RunState.BEGUN.settled(BACKEND, 22, List.of());

    assertThat(allowance.left(BACKEND, state)).isEqualTo(3);
    assertThat(allowance.left(WEB, state)).isEqualTo(8);
  }

  @Test
  void onlyAValidRecordAllowsMoreFromTheStart() {
    assertThat(Allowance.atLeast(new Reading.Missing())).isEqualTo(10);
    assertThat(Allowance.atLeast(new Reading.Unreadable("yes"))).isEqualTo(10);
  }
}
