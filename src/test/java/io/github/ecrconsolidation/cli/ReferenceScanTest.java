package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.cli.ReferenceScan.ScannedFile;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Finding;
import io.github.ecrconsolidation.references.Targets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceScanTest {
  private static final String IMAGE =
      "123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/backend:v1";

  @TempDir Path directory;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ReferenceScan scan(String... inputs) {
    var namespace = new RepositoryName("ml-platform");
    var mapping = new TagMapping(namespace, new RepositoryName("data-platform-dev"), Map.of());
    var targets = new Targets(mapping, Optional.empty(), Optional.empty(), List.of());
    var options =
        new ReferenceOptions(
            namespace, targets, List.of(), List.of(), List.of(inputs), Report.Format.TEXT, false);
    return new ReferenceScan(options, new PrintStream(err, true, UTF_8));
  }

  private ReferenceScan files() {
    var scan = scan(directory.toString());
    scan.readFiles();
    return scan;
  }

  private ReferenceScan stream(String text) {
    var scan = scan("-");
    scan.readStream(new ByteArrayInputStream(text.getBytes(UTF_8)));
    return scan;
  }

  private static List<Finding> findings(ReferenceScan scan) {
    return scan.planner().plan(scan.streams().getFirst());
  }

  private String err() {
    return err.toString(UTF_8);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
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
  void readsEveryTextWhateverItsName(String name) throws IOException {
    var file = file(name, "x = \"%s\"\n".formatted(IMAGE));

    var scanned = files().files();

    assertThat(scanned).extracting(ScannedFile::path).containsExactly(file);
    assertThat(scanned.getFirst().read()).isEqualTo(Digest.of(Files.readAllBytes(file)));
  }

  @Test
  void countsWhatItReadsAndKeepsWhatSaysSomething() throws IOException {
    file("a.yaml", "image: nginx\n");
    file("b.yaml", "image: %s\n".formatted(IMAGE));
    file("c.yaml", "a: ml-platform/a # ecr-consolidation: ignore\n");
    file("empty.yaml", "");

    var scan = files();

    assertThat(scan.inputs()).isEqualTo(4);
    assertThat(scan.files()).hasSize(2);
    assertThat(scan.ignored()).isEqualTo(1);
    assertThat(err()).isEmpty();
  }

  @Test
  void decidesOnceAllIsRead() throws IOException {
    file("values.yaml", "image: {repository: %s, tag: v1}".formatted(IMAGE.replace(":v1", "")));
    file("values-prod.yaml", "image: {tag: v2}");

    var scan = files();

    assertThat(scan.files().stream().flatMap(it -> scan.planner().plan(it.matches()).stream()))
        .singleElement()
        .asString()
        .contains("values-prod.yaml:1 gives it another tag");
  }

  @Test
  void passesOverWhatIsBinaryOrIgnored() throws IOException {
    Files.write(directory.resolve("binary"), new byte[] {1, 0, 2});
    Files.createDirectory(directory.resolve("vendor"));
    file("a.yaml", "");

    assertThat(files().inputs()).isEqualTo(1);
    assertThat(err())
        .isEqualTo("passed over: 1 vendored or ignored by git, 1 binary%n".formatted());
  }

  @Test
  void namesATextInAnotherEncodingThatNamesLegacyImages() throws IOException {
    Files.write(directory.resolve("latin.yaml"), ("é: " + IMAGE).getBytes(ISO_8859_1));
    Files.write(directory.resolve("other.yaml"), "é: nginx".getBytes(ISO_8859_1));
    Files.write(directory.resolve("utf16.yaml"), ("\uFEFF" + IMAGE).getBytes(UTF_16LE));

    var scan = files();

    assertThat(scan.files()).isEmpty();
    assertThat(scan.notText()).isEqualTo(2);
    assertThat(scan.inputs()).isEqualTo(3);
    assertThat(err().lines())
        .hasSize(2)
        .first()
        .asString()
        .endsWith(
            "/latin.yaml: not UTF-8 text; it names legacy images, which requires manual action");
  }

  @Test
  void namesWhatIsMissingAndReadsTheOthers() throws IOException {
    var scan = scan(directory.resolve("missing").toString(), file("a.yaml", IMAGE).toString());

    scan.readFiles();

    assertThat(err()).endsWith("missing: no such file%n".formatted());
    assertThat(scan.files()).hasSize(1);
    assertThat(scan.exitCode(0)).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void saysWhyAFileCannotBeReadOrWritten() {
    var scan = scan();

    scan.failed(Path.of("a"), new AccessDeniedException("a"));
    scan.failed(Path.of("b"), new AccessDeniedException("b", null, "it is not writable"));
    scan.failed(Path.of("c"), new IOException("it has changed meanwhile"));

    assertThat(err().lines())
        .containsExactly(
            "a: permission denied",
            "b: permission denied: it is not writable",
            "c: it has changed meanwhile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"items\":[%s]}", " \r\n[%s]", "%s", "\uFEFF{\"a\":%s}"})
  void readsJsonObjectByObject(String json) {
    var pod =
        """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"prod"},
         "spec":{"containers":[{"image":"%s"}]},"status":{"image":"%s"}}\
        """
            .formatted(IMAGE, IMAGE);

    assertThat(findings(stream(json.replace("%s", pod))))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.line()).isZero();
          assertThat(finding.where()).isEqualTo("prod/Pod/a spec.containers[0].image");
          assertThat(finding.isRewritten()).isTrue();
        });
  }

  @Test
  void readsTheYamlOfAClusterByItsStructure() {
    var list =
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: apps/v1
          kind: Deployment
          metadata: {name: backend, namespace: prod}
          spec: {template: {spec: {containers: [{image: %1$s}]}}}
          status: {image: %1$s}
        """
            .formatted(IMAGE);

    assertThat(findings(stream(list)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.line()).isEqualTo(7);
          assertThat(finding.where())
              .isEqualTo("prod/Deployment/backend spec.template.spec.containers[0].image");
        });
  }

  @Test
  void takesTheBracesOfATemplateForNoJson() {
    assertThat(findings(stream("{{ if .Values.a }}\nimage: %s\n".formatted(IMAGE))))
        .extracting(Finding::line)
        .containsExactly(2);
  }

  @Test
  void countsAStreamAsAnInput() {
    assertThat(stream("image: nginx").inputs()).isEqualTo(1);
    assertThat(stream("a: %s # ecr-consolidation: ignore".formatted(IMAGE)).ignored()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"items\":[{\"kind\" | -: not JSON: ", "a\0b | -: not UTF-8 text"})
  void namesAStreamThatCannotBeRead(String text, String problem) {
    var scan = stream(text);

    assertThat(err()).startsWith(problem);
    assertThat(scan.exitCode(0)).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void endsByWhatWasFound() {
    assertThat(stream("a").exitCode(0)).isEqualTo(ExitCode.NOTHING_FOUND);
    assertThat(stream("a").exitCode(2)).isEqualTo(ExitCode.FOUND);
  }

  @Test
  void readingNothingIsNoSuccess() {
    assertThat(files().exitCode(0)).isEqualTo(ExitCode.ERROR);
    assertThat(err()).isEqualTo("no text file was read%n".formatted());
  }

  @Test
  void showsAPathFromHereAsAPatchNamesIt() {
    assertThat(ReferenceScan.name(Path.of("a/b"))).isEqualTo("a/b");
    assertThat(ReferenceScan.name(Path.of("./a"))).isEqualTo("a");
    assertThat(ReferenceScan.name(Path.of("a").toAbsolutePath())).isEqualTo("a");
    assertThat(ReferenceScan.name(Path.of("/a/b"))).isEqualTo("/a/b");
  }

  @Test
  void namesAFileThatJavaCannotNameAndReadsTheOthers() throws IOException {
    var file = file("a.yaml", IMAGE);
    var scan = scan("b\0.yaml", file.toString());

    scan.readFiles();

    assertThat(err()).startsWith("b\0.yaml: ").contains("LC_ALL=C.UTF-8");
    assertThat(scan.files()).hasSize(1);
    assertThat(scan.exitCode(1)).isEqualTo(ExitCode.ERROR);
  }
}
