package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {
  @TempDir Path top;

  @BeforeEach
  void isTheTopOfAWorkTree() throws IOException {
    Files.createDirectories(top.resolve(".git"));
    Files.createDirectories(top.resolve("k8s/inner"));
  }

  private void ignore(String directory, String rules) throws IOException {
    Files.writeString(top.resolve(directory).resolve(".gitignore"), rules);
  }

  private boolean ignores(String path) {
    return IgnoreRules.around(top).ignore(top.resolve(path), false);
  }

  @ParameterizedTest
  @CsvSource({
    "*.log, a.log, true",
    "*.log, k8s/inner/a.log, true",
    "*.log, a.log.txt, false",
    "/a.yaml, a.yaml, true",
    "/a.yaml, k8s/a.yaml, false",
    "k8s/a.yaml, k8s/a.yaml, true",
    "k8s/a.yaml, k8s/k8s/a.yaml, false",
    "k8s/*/a.yaml, k8s/inner/a.yaml, true",
    "k8s/*/a.yaml, k8s/inner/more/a.yaml, false",
    "k8s/**/a.yaml, k8s/a.yaml, true",
    "k8s/**/a.yaml, k8s/inner/more/a.yaml, true",
    "k8s/**, k8s/inner/a.yaml, true",
    "a?.yaml, ab.yaml, true",
    "a?.yaml, a.yaml, false",
    "[a-c].yaml, b.yaml, true",
    "[!a-c].yaml, b.yaml, false",
    "\\#a, #a, true",
    "# a, a, false",
    "[, a, false",
    "a/, a, false"
  })
  void matchesAsGitDoes(String rule, String path, boolean ignored) throws IOException {
    ignore("", rule + "\n");

    assertThat(ignores(path)).isEqualTo(ignored);
  }

  @Test
  void aRuleWithASlashAtItsEndIsForDirectoriesAlone() throws IOException {
    ignore("", "build/\n");

    assertThat(IgnoreRules.around(top).ignore(top.resolve("build"), true)).isTrue();
    assertThat(ignores("build")).isFalse();
  }

  @Test
  void theLastRuleThatMatchesDecidesAndTheInnerFileIsTheLast() throws IOException {
    ignore("", "*.log\n!keep.log\n");
    ignore("k8s", "keep.log\n");

    assertThat(ignores("a.log")).isTrue();
    assertThat(ignores("keep.log")).isFalse();
    assertThat(ignores("k8s/keep.log")).isTrue();
  }

  @Test
  void obeysTheRulesOfTheWorkTreeAroundADirectory() throws IOException {
    ignore("", "secret\n");

    assertThat(IgnoreRules.around(top.resolve("k8s")).ignore(top.resolve("k8s/secret"), false))
        .isTrue();
  }
}
