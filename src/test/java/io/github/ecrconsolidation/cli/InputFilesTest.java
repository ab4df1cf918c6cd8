package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cli.InputFiles.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path directory;

  private final Map<Path, IOException> unreadable = new LinkedHashMap<>();

  private Path file(String name) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private InputFiles.Found find(Path... arguments) {
    return InputFiles.of(List.of(arguments), unreadable::put);
  }

  @Test
  void findsTheFilesOfADirectoryByName() throws IOException {
    var b = file("b.yaml");
    var a = file("inner/a.yaml");

    assertThat(find(directory).files())
        .containsExactly(new InputFile(b, false), new InputFile(a, false));
  }

  @Test
  void passesOverWhatOthersWroteOrGitIgnores() throws IOException {
    file(".git/a.yaml");
    file("node_modules/a.yaml");
    Files.writeString(file(".gitignore"), "*.log\n");
    file("a.log");

    var found = find(directory);

    assertThat(found.files()).extracting(InputFile::path).containsExactly(file(".gitignore"));
    assertThat(found.ignored()).isEqualTo(3);
  }

  @Test
  void passesOverAllThatIsInAnIgnoredDirectory() throws IOException {
    Files.writeString(file(".gitignore"), "build/\n");
    Files.writeString(file("k8s/.gitignore"), "secret\n");
    file("build/inner/a.yaml");
    file("k8s/secret/a.yaml");
    var kept = file("k8s/kept.yaml");

    assertThat(find(directory).files())
        .extracting(InputFile::path)
        .containsExactly(
            directory.resolve(".gitignore"), directory.resolve("k8s/.gitignore"), kept);
  }

  @Test
  void takesWhatIsNamedWhateverItIs() throws IOException {
    var log = file("node_modules/a.log");
    var readme = file("README.md");

    assertThat(find(log, readme).files())
        .containsExactly(new InputFile(log, false), new InputFile(readme, false));
  }

  @Test
  void tellsDocumentsFromWhatIsPulledBy() throws IOException {
    for (var name : List.of("README", "docs/a.md", "CHANGELOG.txt")) {
      file(name);
    }
    assertThat(find(directory).files()).allMatch(InputFile::document).hasSize(3);
  }

  @Test
  void findsNoFileTwiceByWhateverLinks() throws IOException {
    var file = file("a.yaml");
    Files.createSymbolicLink(directory.resolve("b.yaml"), file);
    Files.createSymbolicLink(directory.resolve("loop"), directory);

    assertThat(find(directory, file).files()).hasSize(1);
    assertThat(unreadable).isEmpty();
  }

  @Test
  void namesWhatIsNotThereAndFindsTheOthers() throws IOException {
    var file = file("a.yaml");
    var missing = directory.resolve("missing");

    assertThat(find(missing, file).files()).hasSize(1);
    assertThat(unreadable).containsOnlyKeys(missing);
    assertThat(unreadable.values()).hasOnlyElementsOfType(NoSuchFileException.class);
  }

  /** As a shell gives it for {@code <(command)}. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void takesAPipeThatHasNoPathOfItsOwn() throws IOException {
    var process = new ProcessBuilder("cat").start();
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      var pipe = open.filter(InputFilesTest::isPipe).findFirst().orElseThrow();

      assertThat(find(pipe).files()).containsExactly(new InputFile(pipe, false));
      assertThat(unreadable).isEmpty();
    } finally {
      process.destroy();
    }
  }

  private static boolean isPipe(Path open) {
    try {
      return Files.readSymbolicLink(open).toString().startsWith("pipe:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
