package io.github.ecrconsolidation.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.localecr.EcrError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalCountTest extends StepFixture {
  private static final String DELETED = "ecr-consolidation:deleted";

  private final RemovalCount count = new RemovalCount(Mode.DELETE, registry);

  private LegacyRepository repository(String deleted) {
    ecr.store().tagResource(LEGACY, Map.of(DELETED, deleted));
    return plan().repository();
  }

  @Test
  void whatWasArchivedProvesNothingAboutDeletion() {
    var repository = repository("7");

    assertThat(RemovalCount.of(repository, Mode.DELETE)).isEqualTo(7);
    assertThat(RemovalCount.of(repository, Mode.ARCHIVE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "-1", "1.5", "9999999999"})
  void anythingButANumberSaysNothing(String value) {
    assertThat(RemovalCount.of(repository(value), Mode.DELETE)).isZero();
  }

  @Test
  void addsWhatThisRunHasRemovedToWhatEarlierRunsHave() {
    var repository = repository("7");

    assertThat(count.add(repository, 2)).isEmpty();
    assertThat(count.add(repository, 5)).isEmpty();

    assertThat(registry.resourceTags(BACKEND)).isEqualTo(Map.of(DELETED, "12"));
  }

  @Test
  void saysThatItCouldNotBeWritten() {
    ecr.faults().on("TagResource").refuse(EcrError.ACCESS_DENIED);

    assertThat(count.add(plan().repository(), 1))
        .hasValueSatisfying(warning -> assertThat(warning).contains(LEGACY, DELETED));
  }
}
