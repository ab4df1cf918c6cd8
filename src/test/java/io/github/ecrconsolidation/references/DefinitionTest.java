package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REPO=a/b",
        "export REPO='a/b'",
        "REPO: \"a/b\" # c",
        "\"REPO\": \"a/b\",",
        "REPO := a/b",
        "REPO ?= a/b;",
      })
  void isWhatTheTextGivesAVariable(String text) {
    assertThat(Definition.of("REPO", text)).containsExactly(new Definition("a/b", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MY_REPO=a", "$REPO=a", "x.REPO=a", "REPOSITORY=a", "REPO=", "repo=a"})
  void isNothingElse(String text) {
    assertThat(Definition.of("REPO", text)).isEmpty();
  }

  @Test
  void areAllInTheirOrder() {
    assertThat(Definition.of("A", "A=b\nB=c\r\nA=$B\n"))
        .containsExactly(new Definition("b", 1), new Definition("$B", 3));
  }
}
