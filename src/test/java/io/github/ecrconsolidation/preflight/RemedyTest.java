package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import org.junit.jupiter.api.Test;

class RemedyTest {

  @Test
  void isALineOfTheFileThatStatesTheParameter() {
    assertThat(new Parameter("KmsKey", "alias/ecr").text())
        .isEqualTo(
            "in samconfig.toml, parameter_overrides of the environment: \"KmsKey=alias/ecr\",");
  }

  /** The SAM CLI splits values at spaces, and takes an empty one for none. */
  @Test
  void quotesEmptyValuesAndValuesWithSpaces() {
    assertThat(new Parameter("PullRoles", "").line()).isEqualTo("\"PullRoles=''\",");
    assertThat(new Parameter("PullRoles", "a b").line()).isEqualTo("\"PullRoles='a b'\",");
  }

  @Test
  void isLinesForTerraformWhereItOwnsTheSetting() {
    assertThat(new Terraform("scan_on_push = true").text())
        .isEqualTo("in Terraform: scan_on_push = true");
  }
}
