package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is released, alone in a directory. */
class ExecutableJarIT {
  private static final Path BUILT = Path.of("target/ecr-consolidation-cli.jar");
  private static final Path JDKS = Path.of("/usr/lib/jvm");

  @TempDir Path directory;

  private record Run(int code, String output) {}

  @BeforeEach
  void copy() throws IOException {
    Files.copy(BUILT, directory.resolve("cli.jar"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        directory.resolve("a.yaml"),
        "image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1\n");
  }

  private Run run(Path java, String... arguments) throws Exception {
    return run(List.of(), java, arguments);
  }

  private Run run(List<String> options, Path java, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.addAll(List.of("-jar", "cli.jar"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  @Test
  void runsWithoutAnythingBesideIt() throws Exception {
    var found = run(java(), "references", "a.yaml");

    assertThat(found.code()).as(found.output()).isEqualTo(ExitCode.FOUND);
    assertThat(found.output()).contains("a.yaml:1: ", "data-platform-dev:backend-v1");
    assertThat(run(java(), "--version").output()).matches("ecr-consolidation \\d+\\.\\d+.*\\s*");
    assertThat(run(java(), "references").code()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void printsAPatchInEveryLanguage() throws Exception {
    var arabic = List.of("-Duser.language=ar", "-Duser.country=EG");

    var patch = run(arabic, java(), "rewrite", "--dry-run", "a.yaml");

    assertThat(patch.output()).contains("@@ -1,1 +1,1 @@", "1 legacy references in 1 inputs");
  }

  @Test
  void saysThatAnOldJavaIsTooOld() throws Exception {
    var old = oldJava();
    assumeTrue(old.isPresent(), "no Java before 25 in " + JDKS);

    var run = run(old.get(), "references", "a.yaml");

    assertThat(run.code()).as(run.output()).isEqualTo(ExitCode.ERROR);
    assertThat(run.output()).startsWith("ecr-consolidation needs Java 25 or later; this is Java ");
  }

  private static Optional<Path> oldJava() throws IOException {
    if (!Files.isDirectory(JDKS)) {
      return Optional.empty();
    }
    try (var jdks = Files.list(JDKS)) {
      return jdks.filter(jdk -> jdk.getFileName().toString().matches(".*\\b(?:8|11|17|21)\\b.*"))
          .map(jdk -> jdk.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
