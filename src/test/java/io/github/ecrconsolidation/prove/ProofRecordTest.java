package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.prove.ProofRecord.Reading.Missing;
import io.github.ecrconsolidation.prove.ProofRecord.Reading.Outdated;
import io.github.ecrconsolidation.prove.ProofRecord.Reading.Unreadable;
import io.github.ecrconsolidation.prove.ProofRecord.Reading.Valid;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofRecordTest {
  private static final Release CURRENT = Release.parse("1.10.0");

  private static ProofRecord.Reading read(String value) {
    return ProofRecord.read(Map.of("ecr-consolidation:proved", value, "team", "ml"), CURRENT);
  }

  @Test
  void isReadAsItIsWritten() {
    var proof = new ProofRecord(LocalDate.of(2026, 11, 25), CURRENT);

    assertThat(proof).hasToString("2026-11-25:1.10.0");
    assertThat(read(proof.toString())).isEqualTo(new Valid(proof));
    assertThat(read(proof.toString()).advice()).isEmpty();
  }

  @Test
  void isValidForThisAndEarlierReleases() {
    assertThat(read("2026-11-25:1.10.0").isValid()).isTrue();
    assertThat(read("2026-11-25:2.0.0").isValid()).isTrue();
    assertThat(read("2026-11-25:1.9.9")).isInstanceOf(Outdated.class);
    assertThat(read("2026-11-25:1.9.9").advice())
        .hasValueSatisfying(
            advice -> assertThat(advice).contains("2026-11-25", "1.9.9", "run prove again"));
  }

  @Test
  void isMissingWithoutTheTag() {
    var reading = ProofRecord.read(Map.of("team", "ml"), CURRENT);

    assertThat(reading).isEqualTo(new Missing());
    assertThat(reading.advice()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yes",
        "2026-11-25",
        ":1.10.0",
        "2026-13-01:1.10.0",
        "2026-11-25:1.10",
        "2026-11-25:1.10.0:x",
        "2026-11-25:x:1.10.0",
        "2026-11-25:1.10.0-SNAPSHOT",
        "2026-11-25:1.10.99999999999"
      })
  void anyOtherValueIsUnreadableAndNeverValid(String value) {
    assertThat(read(value)).isEqualTo(new Unreadable(value));
    assertThat(read(value).isValid()).isFalse();
  }
}
