package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountCheckTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/mirror";

  @Test
  void findsBlobMountingThatIsOff() {
    assertThat(mounting(new Read<>(true))).isEmpty();
    assertThat(mounting(new Read<>(false)))
        .contains("blobMountingOff: blob mounting is not enabled for this account and region");
  }

  @Test
  void doesNotTakeBlobMountingThatCouldNotBeReadForOff() {
    assertThat(mounting(PreflightWorld.denied()))
        .contains("blobMountingUnknown: blob mounting could not be checked: access denied");
  }

  private static Optional<String> mounting(Reading<Boolean> mountsBlobs) {
    var input = new PreflightWorld().input(mountsBlobs, new Read<>(Set.of()), Optional.empty());
    return AccountCheck.mounting(input).map(PreflightFinding::summary);
  }

  @Test
  void namesTheRoleWhosePullsCount() {
    assertThat(pullTime(new Read<>(Set.of(ROLE, "another")), Optional.of(ROLE))).isEmpty();
    assertThat(pullTime(new Read<>(Set.of("another")), Optional.of(ROLE)))
        .contains(
            "pullTimeExclusionMissing: the mirror's role %s is not excluded from pull times"
                .formatted(ROLE));
  }

  @Test
  void doesNotTakeExclusionsThatCouldNotBeCheckedForMissing() {
    assertThat(pullTime(PreflightWorld.denied(), Optional.of(ROLE)).orElseThrow())
        .startsWith("pullTimeExclusionUnknown: ")
        .contains(ROLE)
        .endsWith(": access denied");
    assertThat(pullTime(new Read<>(Set.of(ROLE)), Optional.empty()).orElseThrow())
        .startsWith("pullTimeExclusionUnknown: ")
        .endsWith("MIRROR_ROLE_ARN is not set");
  }

  private static Optional<String> pullTime(
      Reading<Set<String>> exclusions, Optional<String> mirrorRole) {
    var input = new PreflightWorld().input(new Read<>(true), exclusions, mirrorRole);
    return AccountCheck.pullTime(input).map(PreflightFinding::summary);
  }

  @Test
  void tellsTheUndocumentedCallThatIsRefusedFromOneThatFailed() {
    assertThat(AccountCheck.describesById(new Read<>(true))).isEmpty();
    assertThat(AccountCheck.describesById(new Read<>(false)))
        .get()
        .extracting(PreflightFinding::code)
        .isEqualTo(FindingCode.DESCRIBE_IMAGES_BY_ID);
    assertThat(AccountCheck.describesById(PreflightWorld.denied()))
        .get()
        .extracting(PreflightFinding::code)
        .isEqualTo(FindingCode.DESCRIBE_IMAGES_BY_ID_UNKNOWN);
  }
}
