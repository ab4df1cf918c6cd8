package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewriteCommandTest {
  private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String IMAGE = HOST + "/ml-platform/backend:v1";
  private static final String NEW = HOST + "/data-platform-dev:backend-v1";
  private static final String UNCLEAR = HOST + "/ml-platform/backend";
  private static final Path FIXTURES = Path.of("src/test/resources/references");

  @TempDir Path directory;

  private final Terminal terminal = new Terminal();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private int rewrite(Path path) {
    return terminal.run("rewrite", path.toString());
  }

  private int filter(String input, String... options) {
    var line = Stream.concat(Stream.of("rewrite", "-"), Stream.of(options));
    return terminal.run(Map.of(), input, line.toArray(String[]::new));
  }

  @Test
  void changesTheReferencesAndListsThem() throws IOException {
    var file = file("a.yaml", "image: %s\n".formatted(IMAGE));

    assertThat(rewrite(directory)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(file).hasContent("image: %s\n".formatted(NEW));
    assertThat(terminal.out()).isEqualTo("%s:1: %s -> %s%n".formatted(file, IMAGE, NEW));
    assertThat(terminal.err()).startsWith("1 legacy references in 1 inputs: 1 rewritten");
  }

  @Test
  void keepsLineEndsByteOrderMarkAndMissingNewline() throws IOException {
    var before = "\uFEFFa: é\r\nimage:   '%s'  # v1\r\nb:  2".formatted(IMAGE);
    var file = file("a.yaml", before);

    assertThat(rewrite(file)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(Files.readString(file)).isEqualTo(before.replace(IMAGE, NEW));
    assertThat(terminal.run("references", file.toString())).isEqualTo(ExitCode.NOTHING_FOUND);
  }

  @Test
  void failsWhereSomethingRequiresManualActionAndChangesTheRest() throws IOException {
    var file = file("a.yaml", "a: %s\nb: %s\n".formatted(UNCLEAR, IMAGE));

    assertThat(rewrite(file)).isEqualTo(ExitCode.FOUND);
    assertThat(file).hasContent("a: %s\nb: %s\n".formatted(UNCLEAR, NEW));
  }

  @Test
  void countsPossibleReferencesUnlessTheyAreAllowed() throws IOException {
    var file = file("a.txt", "see ml-platform/backend\n").toString();

    assertThat(terminal.run("rewrite", file)).isEqualTo(ExitCode.FOUND);
    assertThat(terminal.run("rewrite", "--allow-possible", file)).isEqualTo(ExitCode.NOTHING_FOUND);
  }

  @Test
  void changesNoDocumentUnlessItIsNamed() throws IOException {
    var readme = file("README.md", IMAGE);

    assertThat(rewrite(directory)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.out()).startsWith("document: ");
    assertThat(readme).hasContent(IMAGE);
    assertThat(rewrite(readme)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(readme).hasContent(NEW);
  }

  @Test
  void leavesOtherEncodings() throws IOException {
    var bytes = ("é: " + IMAGE).getBytes(ISO_8859_1);
    var file = Files.write(directory.resolve("latin.yaml"), bytes);

    assertThat(rewrite(directory)).isEqualTo(ExitCode.FOUND);
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void namesAFileThatCannotBeWrittenAndChangesTheOthers() throws IOException {
    var locked = file("a.yaml", IMAGE);
    var file = file("b.yaml", IMAGE);
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r--r--r--"));
    if (Files.isWritable(locked)) {
      var why = "this user, such as root, may write everything";
      System.err.println("!!! SKIPPED: namesAFileThatCannotBeWritten: " + why);
      abort(why);
    }

    assertThat(rewrite(directory)).isEqualTo(ExitCode.ERROR);
    assertThat(terminal.err()).contains("a.yaml: permission denied: it is not writable");
    assertThat(terminal.out()).doesNotContain("a.yaml").contains("b.yaml");
    assertThat(file).hasContent(NEW);
  }

  @Test
  void filtersStandardInputAndListsOnStandardError() {
    assertThat(filter("image: " + IMAGE)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.out()).isEqualTo("image: " + NEW);
    assertThat(terminal.err().lines())
        .hasSize(2)
        .first()
        .isEqualTo("-:1: %s -> %s".formatted(IMAGE, NEW));
  }

  @Test
  void aFilterFailsWhereSomethingIsLeft() {
    assertThat(filter("image: " + UNCLEAR)).isEqualTo(ExitCode.FOUND);
    assertThat(terminal.out()).isEqualTo("image: " + UNCLEAR);
    assertThat(filter("see ml-platform/backend")).isEqualTo(ExitCode.FOUND);
    assertThat(filter("see ml-platform/backend", "--allow-possible"))
        .isEqualTo(ExitCode.NOTHING_FOUND);
  }

  @Test
  void aFilterPrintsNothingOfWhatItCannotRead() {
    assertThat(filter("a\0b")).isEqualTo(ExitCode.ERROR);
    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).isEqualTo("-: not UTF-8 text; nothing is printed%n".formatted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.yaml", "--dry-run"})
  void aFilterHasNoOtherInputAndNoDryRun(String other) {
    assertThat(filter("", other)).isEqualTo(ExitCode.ERROR);
    assertThat(terminal.err()).startsWith("- must be the only input").contains("Usage: ");
  }

  @Test
  void aDryRunPrintsADiffAndWritesNothing() throws IOException {
    var file = file("a.yaml", IMAGE + "\n");

    assertThat(terminal.run("rewrite", "--dry-run", file.toString()))
        .isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(terminal.out())
        .isEqualTo(
            "--- %1$s\n+++ %1$s\n@@ -1,1 +1,1 @@\n-%2$s\n+%3$s\n".formatted(file, IMAGE, NEW));
    assertThat(terminal.err()).contains(IMAGE + " -> " + NEW);
    assertThat(file).hasContent(IMAGE + "\n");
  }

  @Test
  void aDryRunPrintsNoDiffInAnotherFormat() throws IOException {
    var file = file("a.yaml", IMAGE + "\n");

    terminal.run("rewrite", "--dry-run", "--json", file.toString());

    assertThat(JsonObject.parse(terminal.out()).objects("references")).hasSize(1);
    assertThat(file).hasContent(IMAGE + "\n");
  }

  @Test
  void rewritingTwiceChangesNothingMore() throws IOException {
    copy(FIXTURES, directory);
    rewrite(directory);
    var once = texts(directory);

    var code = rewrite(directory);

    assertThat(code).isEqualTo(ExitCode.FOUND);
    assertThat(texts(directory)).isEqualTo(once);
    assertThat(terminal.out().lines())
        .allMatch(
            line -> line.contains(": requires manual action: ") || line.contains(": possible: "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"patch -s -p0", "git apply -p0"})
  void theDiffOfADryRunIsWhatARewritingDoes(String tool) throws Exception {
    var tree = directory.resolve("tree");
    copy(FIXTURES, tree);
    Files.writeString(tree.resolve("crlf no end.yaml"), "a: 1\r\nimage: " + IMAGE);
    var before = texts(tree);
    terminal.run("rewrite", "--dry-run", tree.toString());
    var diff = file("d.patch", relative(tree));
    assertThat(texts(tree)).isEqualTo(before);
    var other = directory.resolve("other");
    copy(tree, other);
    rewrite(tree);

    var command = tool.split(" ");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", command[0])), tool + " is not here");
    var process =
        new ProcessBuilder(command)
            .directory(other.toFile())
            .redirectInput(diff.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(texts(other)).isEqualTo(texts(tree));
  }

  /** The diff as if the command had run in {@code tree}. */
  private String relative(Path tree) {
    return terminal.out().replace("--- " + tree + "/", "--- ").replace("+++ " + tree + "/", "+++ ");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copied = to.resolve(from.relativize(file));
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied);
      }
    }
  }

  private static Map<String, String> texts(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      var texts = new TreeMap<String, String>();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        texts.put(root.relativize(file).toString(), Files.readString(file));
      }
      return texts;
    }
  }
}
