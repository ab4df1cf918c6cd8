package io.github.ecrconsolidation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The deployment and its settings fit together. */
class DeployTest {
  private static final Pattern OPTIONS = Pattern.compile("options: \\[(.+)]");
  private static final Pattern ENVIRONMENTS = Pattern.compile("\\[(\\w+)\\.deploy\\.parameters]");

  @Test
  void everyEnvironmentThatHasSettingsCanBeDeployedAndNoOther() throws IOException {
    var options =
        OPTIONS.matcher(Files.readString(Path.of(".github/workflows/deploy.yml"))).results();

    assertThat(options.map(it -> it.group(1)).findFirst().orElse("").split(", ", -1))
        .containsExactly(
            ENVIRONMENTS
                .matcher(Files.readString(Path.of("samconfig.toml")))
                .results()
                .map(DeployTest::name)
                .toArray(String[]::new));
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
