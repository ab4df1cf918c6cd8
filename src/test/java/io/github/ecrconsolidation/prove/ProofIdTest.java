package io.github.ecrconsolidation.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofIdTest {
  private static final ProofId ID = new ProofId("0123456789ab");

  @Test
  void isNewForEachRun() {
    assertThat(ProofId.random()).isNotEqualTo(ProofId.random());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789a",
        "0123456789abc",
        "0123456789AB",
        "0123456789ag",
        "ecr-consolidation-proof-0123456789ab"
      })
  void isNothingButTwelveHexadecimalDigits(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProofId(value))
        .withMessageContaining("'%s'", value);
  }

  @Test
  void isFoundInTheNameOfEverythingThatTheRunCreates() {
    assertThat(ID.repositories())
        .hasSize(3)
        .allSatisfy(name -> assertThat(ProofId.ofName(name.value())).contains(ID));
    assertThat(ProofId.ofName(ID.name())).contains(ID);
  }

  /** What is removed is found by its name; it must not be anything that a user named. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ecr-consolidation-proof-0123456789ab/",
        "ecr-consolidation-proof-0123456789abc",
        "ecr-consolidation-proof-0123456789ab-copy",
        "ecr-consolidation-proof-0123456789",
        "ecr-consolidation-proof-",
        "my-ecr-consolidation-proof-0123456789ab",
        "team/ecr-consolidation-proof-0123456789ab",
        "ml-platform/backend",
        ""
      })
  void isNotFoundInAnyOtherName(String name) {
    assertThat(ProofId.ofName(name)).isEmpty();
  }
}
