package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightFindingTest {

  @Test
  void isItsKindAndTheFacts() {
    var finding =
        new PreflightFinding(Severity.WARNING, FindingCode.SCAN_ON_PUSH, "backend is scanned");

    assertThat(finding.summary()).isEqualTo("scanOnPush: backend is scanned");
    assertThat(finding.lines()).containsExactly("warning scanOnPush: backend is scanned");
  }

  @Test
  void hasTheRemedyBelowItLinesAligned() {
    var finding =
        new PreflightFinding(
            Severity.INFO, FindingCode.ENCRYPTION, "backend", new Terraform("first\nsecond"));

    assertThat(finding.lines())
        .containsExactly(
            "info    encryption: backend", "        -> in Terraform: first\n           second");
  }

  @Test
  void namesFiveExamplesAndCountsTheRest() {
    assertThat(PreflightFinding.examples(List.of(1, 2, 3, 4, 5))).isEqualTo("1, 2, 3, 4, 5");
    assertThat(PreflightFinding.examples(List.of(1, 2, 3, 4, 5, 6, 7)))
        .isEqualTo("1, 2, 3, 4, 5 and 2 more");
    assertThat(PreflightFinding.examples(List.of())).isEmpty();
  }
}
