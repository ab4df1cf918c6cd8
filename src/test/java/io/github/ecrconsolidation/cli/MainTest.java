package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
  void listsWhatDocumentsNameAndNeitherCountsNorChangesIt() throws IOException {
    var text = "docker pull %s/ml-platform/backend:v1\n".formatted(HOST);
    var readme = file("README.md", text);

    assertThat(run("rewrite", directory.toString())).isZero();
    assertThat(out.toString(UTF_8)).startsWith("document: ");
    assertThat(readme).hasContent(text);
    assertThat(run("rewrite", readme.toString())).isZero();
    assertThat(readme).content().contains("data-platform-dev:backend-v1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main.tf",
        "a.hcl",
        "job.nomad",
        "Jenkinsfile",
        "Tiltfile",
        "a.sh",
        "a.py",
        "a.ts",
        "Makefile",
        "a.toml",
        "a.properties",
        "a.j2",
        "a.gotmpl",
        "a.jsonnet",
        "no-suffix"
      })
  void readsEveryText(String name) throws IOException {
    var file = file(name, "x = \"%s/ml-platform/backend:v1\"\n".formatted(HOST));

    assertThat(run("references", directory.toString())).isEqualTo(ExitCode.FOUND);
    assertThat(run("rewrite", directory.toString())).isZero();
    assertThat(file).hasContent("x = \"%s/data-platform-dev:backend-v1\"\n".formatted(HOST));
  }

  @Test
  void readingNothingIsNoSuccess() throws IOException {
    Files.write(directory.resolve("binary"), new byte[] {1, 0, 2});

    assertThat(run("references", directory.toString())).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString(UTF_8)).contains("no text file was read", "1 binary");
  }

  @Test
  void passesOverWhatGitIgnores() throws IOException {
    var text = "image: %s/ml-platform/backend:v1\n".formatted(HOST);
    Files.createDirectories(directory.resolve("build/inner"));
    Files.createDirectories(directory.resolve("k8s/secret"));
    file(".gitignore", "build/\n*.log\n!keep.log\n/k8s/**/ignored.yaml\n# a comment\n[\n");
    file("k8s/.gitignore", "secret\n");
    for (var name :
        List.of("build/inner/a.yaml", "a.log", "k8s/ignored.yaml", "k8s/secret/a.yaml")) {
      file(name, text);
    }
    var kept = List.of(file("keep.log", text), file("k8s/kept.yaml", text));

    run("references", directory.toString());

    assertThat(out.toString(UTF_8).lines().map(line -> line.replaceFirst(":1: .*", "")))
        .containsExactlyInAnyOrderElementsOf(kept.stream().map(Path::toString).toList());
    assertThat(run("references", directory.resolve("a.log").toString())).isEqualTo(ExitCode.FOUND);
  }

  @Test
  void leavesOtherAccountsAndRegions() throws IOException {
    var text =
        """
        a: %1$s/ml-platform/backend:v1
        b: 222222222222.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1
        c: 123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1
        d: $ACCOUNT.dkr.ecr.$REGION.amazonaws.com/ml-platform/backend:v1
        """
            .formatted(HOST);
    var file = file("a.yaml", text).toString();

    run("references", "--json", file);
    assertThat(decisions()).containsOnly("manual");
    run("references", "--json", "--account=123456789012", "--region=eu-west-1", file);
    assertThat(decisions()).containsExactly("rewrite", "manual", "manual", "rewrite");
    run(Map.of("AWS_ACCOUNT_ID", "222222222222"), "", "references", "--json", file);
    assertThat(decisions()).containsExactly("manual", "rewrite", "manual", "rewrite");
  }

  private List<String> decisions() throws IOException {
    return JsonObject.parse(out.toString(UTF_8)).objects("references").stream()
        .map(it -> it.text("decision").orElseThrow())
        .toList();
  }

  @Test
  void mapsSeveralEnvironmentsByTheirRegistriesAndPaths() throws IOException {
    var mapping =
        file(
            "mapping.txt",
            """
            # registry or path         consolidated repository
            123456789012/eu-west-1  -> data-platform-dev
            222222222222            -> data-platform-prod
            overlays/staging/       -> data-platform-staging
            """);
    Files.createDirectories(directory.resolve("overlays/staging"));
    var file =
        file(
            "a.yaml",
            """
            a: %1$s/ml-platform/backend:v1
            b: 222222222222.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1
            c: 333333333333.dkr.ecr.us-east-1.amazonaws.com/ml-platform/backend:v1
            d: $ACCOUNT.dkr.ecr.$REGION.amazonaws.com/ml-platform/backend:v1
            """
                .formatted(HOST));
    var staging =
        file(
            "overlays/staging/a.yaml",
            """
            a: %1$s/ml-platform/backend:v1
            b: $ACCOUNT.dkr.ecr.$REGION.amazonaws.com/ml-platform/backend:v1
            """
                .formatted(HOST));

    run("references", "--json", "--mapping", mapping.toString(), file.toString());
    assertThat(decisions()).containsExactly("rewrite", "rewrite", "manual", "manual");
    assertThat(out.toString(UTF_8)).contains("data-platform-dev:", "data-platform-prod:");
    run("references", "--json", "--mapping", mapping.toString(), staging.toString());
    assertThat(decisions()).containsExactly("manual", "rewrite");
    assertThat(out.toString(UTF_8)).contains("data-platform-staging:backend-v1");
  }

  @Test
  void refusesAMappingFileThatIsNone() throws IOException {
    var mapping = file("mapping.txt", "123456789012 = x\nml -> ml-platform/x\n").toString();

    assertThat(run("references", "--mapping", mapping, mapping)).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString(UTF_8)).contains("line 1: expected", "line 2: ");
  }

  @Test
  void printsAnnotationsOfGitHub() throws IOException {
    var file = file("a,b.yaml", "image: %s/ml-platform/backend:v1\n".formatted(HOST));

    assertThat(run("references", "--github", file.toString())).isEqualTo(ExitCode.FOUND);
    assertThat(out.toString(UTF_8))
        .startsWith(
            "::error file=%s,line=1,title=Legacy image::".formatted(file).replace("a,b", "a%2Cb"));
    assertThat(run("references", "--github", "--json", file.toString())).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void countsPossibleReferencesUnlessTheyAreAllowed() throws IOException {
    var file = file("a.txt", "see ml-platform/backend\n").toString();

    assertThat(run("references", file)).isEqualTo(ExitCode.FOUND);
    assertThat(run("references", "--allow-possible", file)).isZero();
    assertThat(out.toString(UTF_8)).contains("possible");
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
    try (var to = new PrintStream(out, true, UTF_8);
        var errors = new PrintStream(err, true, UTF_8)) {
      assertThat(
              new Main(new Console(Map.of(), broken, to, errors)).run(List.of("references", "-")))
          .isEqualTo(2);
    }

    assertThat(err.toString(UTF_8).strip())
        .startsWith(
            "ecr-consolidation: this is a defect, please report it:"
                + " java.lang.IllegalStateException: broken at io.github.ecrconsolidation.")
        .doesNotContain("\n");
  }

  @Test
  void saysItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("ecr-consolidation ");
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
        .allMatch(
            line -> line.contains(": requires manual action: ") || line.contains(": possible: "));
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
