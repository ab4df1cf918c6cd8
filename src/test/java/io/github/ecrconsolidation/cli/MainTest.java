package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
  private static final Path FIXTURES = Path.of("src/test/resources/references");

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return run(Map.of(), "", arguments);
  }

  private int run(Map<String, String> environment, String input, String... arguments) {
    out.reset();
    err.reset();
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(err, true, UTF_8)) {
      return new Main(
              new Console(environment, new ByteArrayInputStream(input.getBytes(UTF_8)), to, errors))
          .run(List.of(arguments));
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.createDirectories(to);
        if (Files.isRegularFile(file)) {
          var copied = to.resolve(from.relativize(file));
          Files.createDirectories(copied.getParent());
          Files.copy(file, copied);
        }
      }
    }
  }

  private static Map<String, String> texts(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      var texts = new java.util.TreeMap<String, String>();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        texts.put(root.relativize(file).toString(), Files.readString(file));
      }
      return texts;
    }
  }

  @Test
  void listsReferencesWithFileAndLineAndFails() throws IOException {
    var file = file("a.yaml", "a: 1\nimage: %s/ml-platform/backend:v1\n".formatted(HOST));

    assertThat(run("references", directory.toString())).isEqualTo(1);
    assertThat(out)
        .hasToString(
            "%s:2: %s/ml-platform/backend:v1 -> %s/data-platform-dev:backend-v1%n"
                .formatted(file, HOST, HOST));
    assertThat(err.toString(UTF_8)).contains("1 legacy references in 1 inputs");
  }

  @Test
  void succeedsWhereNothingIsLegacy() throws IOException {
    file("a.yaml", "image: nginx\n");
    file("empty.yaml", "");

    assertThat(run("references", directory.toString())).isZero();
    assertThat(out).hasToString("");
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
        "rewrite - a",
        "rewrite --repositories @missing a"
      })
  void saysHowItIsCalled(String line) {
    assertThat(run(words(line))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Usage: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "references --help", "rewrite -h"})
  void helps(String line) {
    assertThat(run(words(line))).isZero();
    assertThat(out.toString(UTF_8)).contains("Usage: ", "Exit code");
  }

  @Test
  void takesOptionsBeforeTheEnvironment() throws IOException {
    var file = file("a.yaml", "image: r.example.com/ml/a:v1\n").toString();
    var environment = Map.of("LEGACY_NAMESPACE", "ml", "CONSOLIDATED_REPOSITORY", "other");

    run(
        environment,
        "",
        "references",
        "--registry=r.example.com",
        "--consolidated-repository",
        "data-platform-prod",
        "--service-prefixes=ml/a=api",
        file);

    assertThat(out.toString(UTF_8)).contains("-> r.example.com/data-platform-prod:api-v1");
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(run("references", directory.resolve("missing").toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("missing: no such file");
  }

  @Test
  void reportsTheObjectsOfAClusterWithoutTheirStatus() throws IOException {
    var pods = Files.readString(FIXTURES.resolve("cluster/pods.json"));

    assertThat(run(Map.of(), pods, "references", "-")).isEqualTo(1);
    assertThat(out.toString(UTF_8).lines())
        .hasSize(5)
        .anyMatch(line ->
            line.startsWith("prod/Pod/backend-0 spec.containers[0].image: ")
                && line.endsWith("/data-platform-dev:backend-v1.0.0"));
  }

  @Test
  void readsTheYamlOfAClusterToo() {
    var list =
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: apps/v1
          kind: Deployment
          metadata: {name: backend, namespace: prod}
          spec: {template: {spec: {containers: [{image: %1$s/ml-platform/backend:v1}]}}}
          status: {image: %1$s/ml-platform/backend:v1}
        """
            .formatted(HOST);

    assertThat(run(Map.of(), list, "references", "-")).isEqualTo(1);
    assertThat(out.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("-:7: prod/Deployment/backend spec.template.spec.containers[0].image: ");
  }

  @Test
  void refusesABrokenDump() {
    assertThat(run(Map.of(), "{\"items\":[{\"kind\"", "references", "-")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("-: not JSON");
  }

  @Test
  void keepsLineEndsByteOrderMarkAndMissingNewline() throws IOException {
    var before =
        "\uFEFFa: é\r\nimage:   '%s/ml-platform/backend:v1'  # v1\r\nb:  2".formatted(HOST);
    var file = file("a.yaml", before);

    assertThat(run("rewrite", file.toString())).isZero();
    assertThat(file)
        .hasContent(before.replace("ml-platform/backend:v1", "data-platform-dev:backend-v1"));
    assertThat(run("references", file.toString())).isZero();
  }

  @Test
  void filters() {
    var text = "image: %s/ml-platform/backend:v1".formatted(HOST);

    assertThat(run(Map.of(), text, "rewrite", "-")).isZero();
    assertThat(out).hasToString("image: %s/data-platform-dev:backend-v1".formatted(HOST));
  }

  @Test
  void keepsPermissionsAndLinks() throws IOException {
    var file = file("target", "image: %s/ml-platform/backend:v1\n".formatted(HOST));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
    var link = Files.createSymbolicLink(directory.resolve("link.yaml"), Path.of("target"));
    Files.createSymbolicLink(directory.resolve("loop"), directory);

    assertThat(run("rewrite", directory.toString())).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(file).content().contains("backend-v1");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(3);
    }
  }

  @Test
  void leavesOtherEncodingsAndNamesThem() throws IOException {
    var bytes = "a: é\nimage: %s/ml-platform/backend:v1\n".formatted(HOST).getBytes(ISO_8859_1);
    var file = Files.write(directory.resolve("latin.yaml"), bytes);

    assertThat(run("rewrite", directory.toString())).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("latin.yaml: not UTF-8 text");
    assertThat(file).hasBinaryContent(bytes);
  }

  @Test
  void skipsWhatIsNobodysManifest() throws IOException {
    var text = "image: %s/ml-platform/backend:v1\n".formatted(HOST);
    for (var inner : List.of(".git", "node_modules", "docs")) {
      Files.createDirectories(directory.resolve(inner));
      file(inner + "/" + (inner.equals("docs") ? "a.md" : "a.yaml"), text);
    }

    assertThat(run("references", directory.toString())).isZero();
  }

  @Test
  void rewritingTwiceChangesNothingMore() throws IOException {
    copy(FIXTURES, directory);
    run("rewrite", directory.toString());
    var once = texts(directory);

    var code = run("rewrite", directory.toString());

    assertThat(code).isEqualTo(1);
    assertThat(texts(directory)).isEqualTo(once);
    assertThat(out.toString(UTF_8).lines())
        .allMatch(line -> line.contains("requires manual action"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"patch -s -p0", "git apply -p0"})
  void theDiffOfADryRunIsWhatARewritingDoes(String tool) throws Exception {
    var tree = directory.resolve("tree");
    copy(FIXTURES, tree);
    Files.writeString(
        tree.resolve("crlf no end.yaml"), "a: 1\r\nimage: %s/ml-platform/a:1".formatted(HOST));
    var before = texts(tree);
    run("rewrite", "--dry-run", tree.toString());
    var diff = Files.writeString(directory.resolve("d.patch"), relative(tree));
    assertThat(texts(tree)).isEqualTo(before);
    var other = directory.resolve("other");
    copy(tree, other);
    run("rewrite", tree.toString());

    assumeTrue(Files.isExecutable(Path.of("/usr/bin", words(tool)[0])), tool + " is not here");
    var process =
        new ProcessBuilder(words(tool))
            .directory(other.toFile())
            .redirectInput(diff.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(texts(other)).isEqualTo(texts(tree));
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ", -1);
  }

  /** The diff as if the command had run in {@code tree}. */
  private String relative(Path tree) {
    return out.toString(UTF_8)
        .replace("--- " + tree + "/", "--- ")
        .replace("+++ " + tree + "/", "+++ ");
  }
}
