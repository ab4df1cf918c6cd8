package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployment and its settings fit together. */
class DeployTest {
  private static final Pattern OPTIONS = Pattern.compile("options: \\[(.+)]");
  private static final Pattern OVERRIDE =
      Pattern.compile("^  \"(\\w+)=[^\"]+\",$", Pattern.MULTILINE);
  private static final Pattern STACK =
      Pattern.compile("^stack_name = \"([^\"]+)\"$", Pattern.MULTILINE);
  private static final Pattern ENVIRONMENTS = Pattern.compile("\\[(\\w+)\\.deploy\\.parameters]");

  @Test
  void everyEnvironmentThatHasSettingsCanBeDeployedAndNoOther() throws IOException {
    var options =
        OPTIONS.matcher(Files.readString(Path.of(".github/workflows/deploy.yml"))).results();

    assertThat(options.map(it -> it.group(1)).findFirst().orElse("").split(", ", -1))
        .containsExactlyElementsOf(environments());
  }

  private static List<String> environments() throws IOException {
    return ENVIRONMENTS
        .matcher(Files.readString(Path.of("samconfig.toml")))
        .results()
        .map(DeployTest::name)
        .toList();
  }

  /**
   * CloudFormation keeps the last value of a parameter that is left out, so leaving one out
   * switches nothing off.
   */
  @ParameterizedTest
  @MethodSource("environments")
  void everyEnvironmentStatesWhatIsMirroredWhereAndWhatMayBeDeleted(String environment)
      throws IOException {
    var section =
        Files.readString(Path.of("samconfig.toml"))
            .split("\\[%s\\.deploy\\.parameters]\n".formatted(environment), -1)[1]
            .split("\n\\[\\w+\\.", -1)[0];
    var stated = OVERRIDE.matcher(section).results().map(DeployTest::name).toList();

    assertThat(stated)
        .doesNotHaveDuplicates()
        .contains(
            "LegacyNamespace",
            "ConsolidatedRepository",
            "CutoverDate",
            "RollbackWindowDays",
            "PulledWithinDays",
            "CleanupMode",
            "MaximumDeletionsPerRun",
            "DeleteEmptyRepositories")
        .isSubsetOf(Template.withDefaults().map("Parameters").keySet());
  }

  @Test
  void theWorkflowRefusesAConfigurationThatLacksOne() throws IOException {
    var workflow = Files.readString(Path.of(".github/workflows/deploy-environment.yml"));

    assertThat(workflow.indexOf(".ci/check-config \"$ENVIRONMENT\""))
        .isPositive()
        .isLessThan(workflow.indexOf("sam deploy"));
  }

  /** A copy of another environment's section that kept the name would turn that stack into this. */
  @Test
  void everyEnvironmentHasAStackOfItsOwn() throws IOException {
    var stacks = STACK.matcher(Files.readString(Path.of("samconfig.toml"))).results();

    assertThat(stacks.map(DeployTest::name)).hasSameSizeAs(environments()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("environments")
  void everyJobDeploysTheEnvironmentThatItIsNamedAfter(String environment) throws IOException {
    var job =
        Files.readString(Path.of(".github/workflows/deploy.yml"))
            .split("\n  %s:\n".formatted(environment), -1)[1]
            .split("\n  \\w+:\n", -1)[0];

    assertThat(job)
        .containsPattern("if: .*inputs\\.environment == '%s'".formatted(environment))
        .containsPattern("\n      environment: %s\n".formatted(environment));
  }

  /**
   * Each environment has a job with the secrets of its own, and no expression chooses among them.
   */
  @Test
  void anEnvironmentNeverGetsTheSecretsOfAnother() throws IOException {
    var workflow = Files.readString(Path.of(".github/workflows/deploy.yml"));
    var secrets =
        Pattern.compile(
                "      environment: (\\w+)\n"
                    + "    secrets:\n"
                    + "      AWS_ACCESS_KEY_ID: \\$\\{\\{ secrets\\.AWS_ACCESS_KEY_ID(_\\w+)? }}\n"
                    + "      AWS_SECRET_ACCESS_KEY: \\$\\{\\{"
                    + " secrets\\.AWS_SECRET_ACCESS_KEY(_\\w+)? }}\n")
            .matcher(workflow)
            .results()
            .map(match -> "%s %s %s".formatted(match.group(1), match.group(2), match.group(3)));
    var environments = environments();

    assertThat(secrets)
        .containsExactlyElementsOf(environments.stream().map(DeployTest::withItsSecrets).toList());
    assertThat(workflow.split("secrets\\.", -1)).hasSize(1 + 2 * environments.size());
    assertThat(workflow).doesNotContain("secrets[", "secrets: inherit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ci.yml", "deploy.yml", "deploy-environment.yml"})
  void everyActionIsPinnedByItsCommit(String workflow) throws IOException {
    var actions =
        Files.readAllLines(Path.of(".github/workflows", workflow)).stream()
            .filter(line -> line.contains("uses: ") && !line.contains("uses: ./"))
            .toList();

    assertThat(actions)
        .allSatisfy(line -> assertThat(line).matches(".*uses: [\\w./-]+@[0-9a-f]{40} # v\\d.*"));
  }

  /** Those of dev have no suffix. */
  private static String withItsSecrets(String environment) {
    var suffix = environment.equals("dev") ? null : "_" + environment.toUpperCase(Locale.ROOT);
    return "%1$s %2$s %2$s".formatted(environment, suffix);
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
