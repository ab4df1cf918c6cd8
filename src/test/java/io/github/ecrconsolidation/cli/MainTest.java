package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final Terminal terminal = new Terminal();

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ", -1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "references",
        "references --wrong a",
        "references --dry-run a",
        "references --registry",
        "references --consolidated-repository ml-platform/x a",
        "references --json --github a",
        "rewrite - a",
        "rewrite --repositories @missing a"
      })
  void saysHowItIsCalled(String line) {
    assertThat(terminal.run(words(line))).isEqualTo(ExitCode.ERROR);
    assertThat(terminal.err()).contains("Usage: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "references --help", "rewrite -h"})
  void helps(String line) {
    assertThat(terminal.run(words(line))).isZero();
    assertThat(terminal.out()).contains("Usage: ", "Exit code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "references --version", "rewrite -V"})
  void saysItsVersion(String line) {
    assertThat(terminal.run(words(line))).isZero();
    assertThat(terminal.out()).startsWith("ecr-consolidation ");
  }

  /** One line, and never 1, which means "found". */
  @Test
  void aDefectIsAnErrorInOneLine() {
    var broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken");
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            throw new IllegalStateException("broken");
          }
        };

    assertThat(terminal.run(Map.of(), broken, "references", "-")).isEqualTo(ExitCode.ERROR);
    assertThat(terminal.err().strip())
        .startsWith("ecr-consolidation: this is a defect, please report it: ")
        .doesNotContain("\n");
  }
}
