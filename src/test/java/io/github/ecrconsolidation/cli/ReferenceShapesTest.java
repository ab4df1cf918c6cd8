package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the shapes that are in use, file by file. */
class ReferenceShapesTest {
  private static final Path FIXTURES = Path.of("src/test/resources/references");

  @TempDir Path directory;

  /** Each reference of a folder as {@code file:line decision}. */
  private static List<String> decisions(String folder) throws IOException {
    return references(folder).stream()
        .map(it ->
            "%s:%d %s"
                .formatted(
                    Path.of(it.text("file").orElseThrow()).getFileName(),
                    it.number("line").orElseThrow(),
                    it.text("decision").orElseThrow()))
        .toList();
  }

  private static List<JsonObject> references(String folder) throws IOException {
    return JsonObject.parse(run("references", "--json", FIXTURES.resolve(folder).toString()))
        .objects("references");
  }

  private static String run(String... arguments) {
    var terminal = new Terminal();
    terminal.run(arguments);
    return terminal.out();
  }

  private static String reason(String folder, String reference) throws IOException {
    return references(folder).stream()
        .filter(it -> it.text("reference").orElse("").endsWith(reference))
        .flatMap(it -> it.text("reason").stream())
        .findFirst()
        .orElse("not found");
  }

  @Test
  void terraform() throws IOException {
    assertThat(decisions("terraform"))
        .containsExactly(
            "main.tf:3 rewrite",
            "main.tf:21 rewrite",
            "main.tf:26 rewrite",
            "main.tf:8 manual",
            "main.tf:12 manual",
            "main.tf:40 manual",
            "prod.tfvars:1 rewrite",
            "prod.tfvars:2 manual");
  }

  @Test
  void terraformIsValidAfterwards() throws Exception {
    for (var name : List.of("main.tf", "prod.tfvars")) {
      var file = Files.copy(FIXTURES.resolve("terraform").resolve(name), directory.resolve(name));
      var before = new HCLParser().parse(file.toFile(), UTF_8);

      run("rewrite", file.toString());

      var after = new HCLParser().parse(file.toFile(), UTF_8);
      assertThat(after.keySet()).isEqualTo(before.keySet());
      assertThat(after).isNotEqualTo(before);
      assertThat(file).content().contains("data-platform-dev:");
    }
  }

  @Test
  void ecs() throws IOException {
    assertThat(decisions("ecs"))
        .containsExactly(
            "service.yaml:7 rewrite",
            "service.yaml:9 rewrite",
            "service.yaml:13 manual",
            "task-definition.json:6 rewrite",
            "task-definition.json:11 rewrite");
  }

  @Test
  void gitHubActions() throws IOException {
    assertThat(decisions("github"))
        .containsExactly(
            "build.yml:10 rewrite",
            "build.yml:17 rewrite",
            "build.yml:18 rewrite",
            "build.yml:23 manual",
            "build.yml:24 manual",
            "build.yml:27 manual",
            "build.yml:30 manual",
            "build.yml:33 rewrite",
            "build.yml:4 manual");
    assertThat(
            references("github").stream()
                .filter(it -> Boolean.TRUE.equals(it.members().get("push"))))
        .hasSize(6);
    assertThat(reason("github", "torn:latest")).contains("pushed together with line 24");
    assertThat(reason("github", "/meta")).contains("flavor");
    assertThat(reason("github", "cached:cache")).contains("a build cache");
  }

  @Test
  void flux() throws IOException {
    assertThat(decisions("flux"))
        .containsExactly(
            "deployment.yaml:9 manual",
            "deployment.yaml:11 manual",
            "images.yaml:5 manual",
            "images.yaml:7 manual",
            "images.yaml:18 manual",
            "images.yaml:26 manual");
    assertThat(reason("flux", "podinfo:5.0.0")).contains("is a legacy one: change both first");
    assertThat(reason("flux", "unscanned:5.0.0")).contains("is not among the inputs");
    assertThat(reason("flux", "ImagePolicy podinfo")).contains("filterTags.pattern");
    assertThat(reason("flux", "/manifests")).contains("ref.tag");
    assertThat(reason("flux", "/ml-platform")).contains("Helm finds a chart");
  }

  @Test
  void rewritesWhatAPolicyWritesOnceItScansTheConsolidatedRepository() throws IOException {
    for (var name : List.of("images.yaml", "deployment.yaml")) {
      var text = Files.readString(FIXTURES.resolve("flux").resolve(name));
      Files.writeString(
          directory.resolve(name),
          text.replace(
              "  image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/podinfo\n",
              "  image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/data-platform-dev\n"));
    }

    run("rewrite", directory.toString());

    assertThat(directory.resolve("deployment.yaml"))
        .content()
        .contains("data-platform-dev:podinfo-5.0.0 #", "ml-platform/unscanned");
  }

  @Test
  void charts() throws IOException {
    assertThat(decisions("charts"))
        .containsExactly(
            "Chart.yaml:7 manual",
            "argocd.yaml:6 manual",
            "argocd.yaml:15 manual",
            "argocd.yaml:19 manual");
    assertThat(reason("charts", "/ml-platform")).contains("Helm finds a chart");
    assertThat(reason("charts", "updated:1.2.0")).contains("Argo CD Image Updater");
  }

  @Test
  void updateTools() throws IOException {
    assertThat(decisions("updates"))
        .containsExactly("renovate.json:1 manual", "versions.mk:1 manual");
    assertThat(reason("updates", "/app")).contains("Renovate");
  }

  /** What tools read to find new tags, outside the objects and files that are theirs alone. */
  @Test
  void automation() throws IOException {
    assertThat(decisions("automation"))
        .containsExactlyInAnyOrder(
            "application.tf:6 manual",
            "helmrelease.yaml:2 manual",
            "helmrelease.yaml:7 rewrite",
            "helmrelease.yaml:11 manual",
            "groups.json5:2 manual");
    assertThat(reason("automation", "/web:1.2.X")).startsWith("Argo CD Image Updater");
    assertThat(reason("automation", "/kubelet")).startsWith("an update tool");
    assertThat(reason("automation", "/job")).startsWith("its tag 'v1@sha256:short' is not valid");
    assertThat(
            references("automation").stream()
                .filter(it -> it.text("file").orElse("").endsWith(".json5"))
                .flatMap(it -> it.text("reason").stream()))
        .singleElement()
        .asString()
        .startsWith("an update tool");
  }

  @Test
  void aPinnedTagKeepsItsDigest() throws IOException {
    var name = "helmrelease.yaml";
    var file = Files.copy(FIXTURES.resolve("automation").resolve(name), directory.resolve(name));

    run("rewrite", file.toString());

    assertThat(file)
        .content()
        .contains("/data-platform-dev\n        tag: web-0.23.1@sha256:89154fa1e364")
        .contains("depName=123456789012.dkr.ecr.eu-west-1.amazonaws.com/ml-platform/kubelet");
  }

  @Test
  void scripts() throws IOException {
    assertThat(decisions("scripts"))
        .containsExactly(
            "Jenkinsfile:6 rewrite",
            "release.py:1 rewrite",
            "release.py:2 manual",
            "release.py:3 possible");
  }
}
