package io.github.ecrconsolidation.localsystem;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.localecr.EcrException;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImages;
import org.junit.jupiter.api.Test;

class LocalSystemTest {
  @Test
  void itsConsolidatedRepositoryRefusesWhatTheTemplatesRefuses() throws Exception {
    try (var system = LocalSystem.start(0)) {
      var sink = new StoreSink(system.store(), LocalSystem.CONSOLIDATED);
      TestImages.image("first", 100).pushTo(sink, "backend-v1", "backend-latest");
      var other = TestImages.image("other", 100);

      assertThatThrownBy(() -> other.pushTo(sink, "backend-v1"))
          .isInstanceOf(EcrException.class)
          .hasMessageContaining("immutable");
      other.pushTo(sink, "backend-latest");
    }
  }
}
