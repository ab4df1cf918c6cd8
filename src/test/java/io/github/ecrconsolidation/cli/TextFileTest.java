package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path directory;

  @Test
  void decodesUtf8WithItsByteOrderMarkAndNothingElse() {
    assertThat(TextFile.decode("\uFEFFé".getBytes(UTF_8))).contains("\uFEFFé");
    assertThat(TextFile.decode("é".getBytes(ISO_8859_1))).isEmpty();
    assertThat(TextFile.decode("a\0b".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void takesForBinaryWhatHasAZeroNearItsBeginningUnlessItIsUtf16() {
    assertThat(TextFile.isBinary(new byte[] {'a', 0})).isTrue();
    assertThat(TextFile.isBinary("image".getBytes(UTF_16))).isFalse();
    var late = new byte[8001];
    java.util.Arrays.fill(late, 0, 8000, (byte) 'a');
    assertThat(TextFile.isBinary(late)).isFalse();
  }

  @Test
  void guessesAsciiInOtherEncodings() {
    assertThat(TextFile.guess("image".getBytes(UTF_16))).isEqualTo("image");
    assertThat(TextFile.guess("é image".getBytes(ISO_8859_1))).isEqualTo("é image");
  }

  private static void replace(Path file, String text) throws IOException {
    TextFile.replace(file, Digest.of(Files.readAllBytes(file)), text);
  }

  @Test
  void replacesTheTargetOfALinkAndKeepsPermissions() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    var link = Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));

    replace(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
  }

  @Test
  void leavesAFileThatHasChangedMeanwhileAndNothingBesideIt() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "changed");

    assertThatThrownBy(() -> TextFile.replace(file, Digest.of("old".getBytes(UTF_8)), "new"))
        .isInstanceOf(IOException.class)
        .hasMessage("it has changed meanwhile");

    assertThat(file).hasContent("changed");
    assertThat(directory).isDirectoryNotContaining(it -> !it.equals(file));
  }
}
