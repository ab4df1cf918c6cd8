package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CleanerTest extends StepFixture {
  private static final String WEB = "ml-platform/web";

  /** The repository of each image that is removed, in the order of the removals. */
  private final List<RepositoryName> removed = new ArrayList<>();

  private final Removal removal =
      (repository, images) -> {
        images.forEach(_ -> removed.add(repository));
        return Removal.NONE.remove(repository, images);
      };

  @BeforeEach
  void fillTwoRepositories() {
    ecr.store().createRepository(RepositorySettings.named(WEB));
    for (var i = 0; i < 3; i++) {
      mirrored(TestImages.image("backend " + i, 100), "v" + i);
      var web = TestImages.image("web " + i, 100);
      ecr.push(WEB, web, "v" + i);
      ecr.push(CONSOLIDATED, web, "web-v" + i);
    }
    clock.advance(Duration.ofDays(31));
  }

  private RunState run(Supplier<Optional<String>> brake, Allowance allowance, Deadline deadline) {
    var queues =
        planner.plan(snapshot(), clock.instant()).repositories().stream()
            .map(plan -> new BatchQueue(plan, _ -> false))
            .toList();
    return new Cleaner(steps(brake, removal), allowance, deadline).run(queues, RunState.BEGUN);
  }

  private RunState run(long allowed) {
    return run(
        Optional::empty,
        new Allowance(allowed, Stop.RAMP_REACHED, 0, allowed, Map.of()),
        Deadline.in(Duration.ofDays(1), clock));
  }

  @Test
  void beginsWithOneImageOfEveryRepository() {
    assertThat(run(100).stop()).isEqualTo(Stop.DONE);

    assertThat(removed).hasSize(6);
    assertThat(removed.subList(0, 2)).containsExactlyInAnyOrder(BACKEND, new RepositoryName(WEB));
  }

  @Test
  void saysWhyItEndedWithSomethingLeft() {
    assertThat(run(4).stop()).isEqualTo(Stop.RAMP_REACHED);

    assertThat(removed).hasSize(4);
  }

  @Test
  void beginsNothingAfterTheDeadline() {
    var state =
        run(
            Optional::empty,
            new Allowance(100, Stop.RAMP_REACHED, 0, 100, Map.of()),
            Deadline.in(Duration.ZERO, clock));

    assertThat(state.stop()).isEqualTo(Stop.OUT_OF_TIME);
    assertThat(removed).isEmpty();
  }

  @Test
  void beginsNothingAfterABatchThatStopped() {
    var state =
        run(
            () -> removed.isEmpty() ? Optional.empty() : Optional.of("on hold"),
            new Allowance(100, Stop.RAMP_REACHED, 0, 100, Map.of()),
            Deadline.in(Duration.ofDays(1), clock));

    assertThat(state.stop()).isEqualTo(Stop.ON_HOLD);
    assertThat(state.failures()).containsExactly("on hold");
    assertThat(removed).hasSize(1);
  }
}
