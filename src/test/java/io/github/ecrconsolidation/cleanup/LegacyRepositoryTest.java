package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyRepositoryTest {

  @ParameterizedTest
  @ValueSource(strings = {"true", "", "no", "0", "False", " false"})
  void isOnHoldByTheTagWhateverItsValue(String value) {
    assertThat(LegacyRepository.hold(Map.of("ecr-consolidation:hold", value)))
        .isEqualTo(Hold.ON_HOLD);
  }

  @Test
  void isNotOnHoldWithoutTheTagOrWhenItIsFalse() {
    assertThat(LegacyRepository.hold(Map.of("hold", "true"))).isEqualTo(Hold.NONE);
    assertThat(LegacyRepository.hold(Map.of("ecr-consolidation:hold", "false")))
        .isEqualTo(Hold.NONE);
  }
}
