package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.references.Targets.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ReferenceArgumentsTest {
  @TempDir Path directory;

  /** A command with these arguments and no others. */
  @Command(name = "test")
  private static final class TestCommand {
    @Mixin ReferenceArguments arguments = new ReferenceArguments();
  }

  private static ReferenceOptions read(Map<String, String> environment, String... line) {
    var command = new TestCommand();
    new CommandLine(command).setExpandAtFiles(false).parseArgs(line);
    return command.arguments.read(environment);
  }

  private static ReferenceOptions read(String... line) {
    return read(Map.of(), line);
  }

  @Test
  void hasDefaultsForAllButTheInputs() {
    var options = read("a.yaml", "-");

    assertThat(options.inputs()).containsExactly("a.yaml", "-");
    assertThat(options.namespace()).hasToString("ml-platform");
    assertThat(options.targets().standard().consolidated()).hasToString("data-platform-dev");
    assertThat(options.targets().account()).isEmpty();
    assertThat(options.targets().region()).isEmpty();
    assertThat(options.targets().rules()).isEmpty();
    assertThat(options.registries()).isEmpty();
    assertThat(options.repositories()).isEmpty();
    assertThat(options.format()).isEqualTo(Report.Format.TEXT);
    assertThat(options.allowPossible()).isFalse();
    assertThatThrownBy(() -> read()).isInstanceOf(ParameterException.class);
  }

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LEGACY_NAMESPACE", "ml",
          "CONSOLIDATED_REPOSITORY", "other",
          "SERVICE_PREFIXES", "ml/a=web",
          "AWS_ACCOUNT_ID", "111111111111",
          "AWS_REGION", "eu-west-1");

  private static Tag tag(ReferenceOptions options) {
    var legacy = new ImageReference(new RepositoryName(options.namespace() + "/a"), new Tag("v1"));
    return ((Mapped) options.targets().standard().map(legacy, () -> List.of())).tag();
  }

  @Test
  void takesFromTheEnvironmentWhatNoOptionGives() {
    var options = read(ENVIRONMENT, "a.yaml");

    assertThat(options.namespace()).hasToString("ml");
    assertThat(options.targets().standard().consolidated()).hasToString("other");
    assertThat(tag(options)).hasToString("web-v1");
    assertThat(options.targets().account()).contains("111111111111");
    assertThat(options.targets().region()).contains("eu-west-1");
  }

  @Test
  void takesOptionsBeforeTheEnvironment() {
    var options =
        read(
            ENVIRONMENT,
            "--legacy-namespace=legacy",
            "--consolidated-repository",
            "data-platform-prod",
            "--service-prefixes=legacy/a=api",
            "--account=222222222222",
            "--region=us-east-1",
            "a.yaml");

    assertThat(options.namespace()).hasToString("legacy");
    assertThat(options.targets().standard().consolidated()).hasToString("data-platform-prod");
    assertThat(tag(options)).hasToString("api-v1");
    assertThat(options.targets().account()).contains("222222222222");
    assertThat(options.targets().region()).contains("us-east-1");
  }

  @Test
  void takesABlankValueForNone() {
    var blank =
        Map.of(
            "LEGACY_NAMESPACE",
            " ",
            "AWS_ACCOUNT_ID",
            "",
            "AWS_REGION",
            "",
            "AWS_DEFAULT_REGION",
            "eu-west-1");

    var options = read(blank, "a.yaml");

    assertThat(options.namespace()).hasToString("ml-platform");
    assertThat(options.targets().account()).isEmpty();
    assertThat(options.targets().region()).contains("eu-west-1");
  }

  @Test
  void readsRegistriesBetweenCommasOrOneByOne() {
    assertThat(read("--registry=a:5000,b", "--registry", "c", "x").registries())
        .containsExactly("a:5000", "b", "c");
  }

  @Test
  void readsRepositoriesInTheirOrderFromTheLineOrAFile() throws IOException {
    var file = Files.writeString(directory.resolve("list"), "ml-platform/b\tml-platform/a\r\n");

    assertThat(read("--repositories=ml-platform/b, ml-platform/a", "x").repositories())
        .hasToString("[ml-platform/b, ml-platform/a]");
    assertThat(read("--repositories", "@" + file, "x").repositories())
        .hasToString("[ml-platform/b, ml-platform/a]");
  }

  @Test
  void readsAMappingWithTheOtherSettingsAsTheyAre() throws IOException {
    var file = Files.writeString(directory.resolve("mapping"), "k8s/prod -> data-platform-prod\n");

    var options = read(ENVIRONMENT, "--mapping=" + file, "x");

    assertThat(options.targets().standard().consolidated()).hasToString("other");
    assertThat(options.targets().rules())
        .extracting(Rule::mapping)
        .singleElement()
        .satisfies(mapping -> {
          assertThat(mapping.consolidated()).hasToString("data-platform-prod");
          assertThat(mapping.prefix(new RepositoryName("ml/a")).orElseThrow().value())
              .isEqualTo("web");
        });
  }

  @ParameterizedTest
  @CsvSource({"--json, JSON", "--github, GITHUB"})
  void readsAtMostOneFormat(String option, Report.Format format) {
    assertThat(read(option, "x").format()).isEqualTo(format);
    assertThatThrownBy(() -> read("--json", "--github", "x"))
        .isInstanceOf(ParameterException.class);
  }

  @Test
  void readsWhetherPossibleReferencesCount() {
    assertThat(read("--allow-possible", "x").allowPossible()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--consolidated-repository=ml-platform/x",
        "--legacy-namespace=?",
        "--service-prefixes=ml-platform/a",
        "--repositories=?",
        "--repositories=@missing",
        "--mapping=missing"
      })
  void refusesWhatIsWrong(String option) {
    assertThatThrownBy(() -> read(option, "x"))
        .isInstanceOf(ParameterException.class)
        .hasMessageNotContainingAny("\n");
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() throws IOException {
    var mapping =
        Files.writeString(directory.resolve("mapping"), "123456789012 = x\nml -> ml-platform/x\n");

    assertThatThrownBy(
            () -> read("--legacy-namespace=?", "--repositories=?", "--mapping=" + mapping, "x"))
        .hasMessageContainingAll("LEGACY_NAMESPACE", "--repositories: ", "--mapping, line 1: ");
    assertThatThrownBy(() -> read("--mapping=" + mapping, "x"))
        .hasMessageContainingAll("--mapping, line 1: expected", "--mapping, line 2: ");
  }
}
