package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.cleanup.RunState.RepositoryState;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportedRepositoryTest extends StepFixture {

  @Test
  void tellsWhatWasPlannedAndWhatWasDone() {
    mirrored(TestImages.image("one", 100), "v1");
    mirrored(TestImages.image("two", 100), "v2");
    clock.advance(Duration.ofDays(31));
    var plan = plan();

    var reported = ReportedRepository.of(plan, new RepositoryState(1, 1, 1, 50, 0, Set.of()));

    assertThat(reported.name()).isEqualTo(plan.repository().name().value());
    assertThat(reported.images().tags().mirrored()).isEqualTo(2);
    assertThat(reported.images().removed()).isEqualTo(new ImageSum(1, 50));
    assertThat(reported.images().eligibleNow().images()).isEqualTo(1);
  }

  @Test
  void readsWhatItHasWritten() {
    mirrored(TestImages.image("one", 100), "v1");
    var reported = ReportedRepository.of(plan(), RepositoryState.UNTOUCHED);

    var json = JsonObject.parse(JsonObject.write(reported.json().members()));

    assertThat(ReportedRepository.read(json)).isEqualTo(reported);
  }

  @Test
  void refusesARepositoryWithoutTags() {
    var json = JsonObject.parse("{\"repository\":\"ml-platform/backend\"}");

    assertThatThrownBy(() -> ReportedRepository.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a part of the report has no tags");
  }
}
