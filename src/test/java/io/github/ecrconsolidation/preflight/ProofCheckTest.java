package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.prove.ProofRecord;
import io.github.ecrconsolidation.prove.Release;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofCheckTest {
  private final PreflightWorld world = new PreflightWorld();

  @Test
  void findsNothingWhereThisReleaseIsProven() {
    assertThat(check(record("2026-01-01:" + Release.CURRENT))).isEmpty();
  }

  @Test
  void asksForAProofWhereNoneIsRecorded() {
    assertThat(check(new Read<>(Map.of())))
        .contains(
            "notProven: data-platform-dev: not proven in this account yet: run prove"
                + " (docs/prove.md)");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01:0.9.0, 'proven on 2026-01-01 with release 0.9.0, before '",
    "yes, ecr-consolidation:proved is "
  })
  void asksForANewProofWhereTheRecordIsNoUse(String value, String what) {
    assertThat(check(record(value)).orElseThrow())
        .startsWith("notProven: data-platform-dev: " + what)
        .endsWith("run prove again");
  }

  @Test
  void namesTheKeyToProveWith() {
    world.encryption(CONSOLIDATED, new Encryption("KMS", "arn:aws:kms:us-east-1:1:key/1"));

    assertThat(check(new Read<>(Map.of())).orElseThrow())
        .endsWith(" with --kms-key arn:aws:kms:us-east-1:1:key/1");
  }

  @Test
  void leavesTagsThatCouldNotBeReadToTheNamespaceCheck() {
    assertThat(check(PreflightWorld.denied())).isEmpty();
  }

  private static Reading<Map<String, String>> record(String value) {
    return new Read<>(Map.of(ProofRecord.TAG_KEY, value));
  }

  private Optional<String> check(Reading<Map<String, String>> tags) {
    return ProofCheck.check(world.input(), tags).map(PreflightFinding::summary);
  }
}
