package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommentsTest {

  /** Whether the X in {@code text} is in a comment. */
  private static boolean contain(FileKind kind, String text) {
    var read = text.replace("\\n", "\n");
    return new Comments(read, kind).contain(read.indexOf('X'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "YAML  | # X | true",
        "YAML  | a: b # X | true",
        "YAML  | # X\\na: b | true",
        "YAML  | a: \"b\" # X | true",
        "YAML  | a: b#X | false",
        "YAML  | a: \"b # X\" | false",
        "YAML  | a: ['b # c', 'X'] | false",
        "YAML  | a: 'b' # X | true",
        "YAML  | {{/* a\\n X */}} | true",
        "YAML  | {{/* a */}}\\nX | false",
        "YAML  | // X | false",
        "CODE  | // X | true",
        "CODE  | a // X | false",
        "CODE  | a # X | false",
        "CODE  | /* a\\n X\\n*/ | true",
        "CODE  | a /* X */ | false",
        "OTHER | # X | true",
        "OTHER | // X | false",
        "OTHER | /*\\n X */ | false",
      })
  void areWhatTheKindOfFileTakesForThem(FileKind kind, String text, boolean comment) {
    assertThat(contain(kind, text)).isEqualTo(comment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# syntax=X",
        "# renovate: X",
        "// Renovate: X",
        "#!/usr/bin/env -S docker run --rm X",
        "#SBATCH --container-image=X",
        "#define IMAGE \"X\"",
      })
  void areNotWhatAProgramReads(String text) {
    assertThat(contain(FileKind.CODE, text)).isFalse();
  }

  @Test
  void areNoLinesThatAreLongerThanIsLookedAt() {
    var far = " ".repeat(Surroundings.REACH);

    assertThat(contain(FileKind.YAML, "# X" + far)).isTrue();
    assertThat(contain(FileKind.YAML, "#" + far + "X")).isFalse();
    assertThat(contain(FileKind.YAML, "\"" + far + " # X\"")).isFalse();
  }
}
