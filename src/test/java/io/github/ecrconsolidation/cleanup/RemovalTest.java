package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.localecr.TestImages;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalTest extends StepFixture {

  @Test
  void aReportSettlesEverythingAndRemovesNothing() {
    mirrored(TestImages.image("one", 100), "v1");
    clock.advance(Duration.ofDays(31));
    var proven = recheck().check(batch(), Set.of()).proven();

    assertThat(Removal.NONE.remove(BACKEND, proven))
        .isEqualTo(new Removal.Result(proven, List.of(), List.of(), List.of()));
    assertThat(ecr.store().tags(LEGACY)).containsOnlyKeys("v1");
  }
}
