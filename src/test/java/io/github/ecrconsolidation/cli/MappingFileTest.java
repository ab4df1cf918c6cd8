package io.github.ecrconsolidation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Targets.Path;
import io.github.ecrconsolidation.references.Targets.Registry;
import io.github.ecrconsolidation.references.Targets.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingFileTest {
  private final List<String> problems = new ArrayList<>();

  private final Map<String, TagMapping> mappings = new HashMap<>();

  private TagMapping to(String consolidated) {
    return mappings.computeIfAbsent(
        consolidated,
        name ->
            new TagMapping(new RepositoryName("ml-platform"), new RepositoryName(name), Map.of()));
  }

  private List<Rule> parse(String text) {
    return MappingFile.parse(text, this::to, problems);
  }

  @Test
  void readsRegistriesWithAndWithoutARegionAndPaths() {
    assertThat(
            parse(
                """
                # account and region
                123456789012/eu-west-1 -> data-platform-prod  # the last

                123456789012 -> data-platform-dev
                ./overlays/staging/ -> data-platform-staging
                """))
        .containsExactly(
            new Registry("123456789012", Optional.of("eu-west-1"), to("data-platform-prod")),
            new Registry("123456789012", Optional.empty(), to("data-platform-dev")),
            new Path("overlays/staging", to("data-platform-staging")));
    assertThat(problems).isEmpty();
  }

  @Test
  void readsARegistryBehindAByteOrderMark() {
    assertThat(parse("\uFEFF123456789012 -> data-platform-dev\r\n"))
        .containsExactly(new Registry("123456789012", Optional.empty(), to("data-platform-dev")));
  }

  @Test
  void namesEachLineThatIsNone() {
    assertThat(parse("123456789012 = x\na -> data-platform-dev\na -> ?\n")).hasSize(1);

    assertThat(problems).hasSize(2);
    assertThat(problems.getFirst()).startsWith("--mapping, line 1: expected '<account>/<region>");
    assertThat(problems.getLast()).startsWith("--mapping, line 3: not an ECR repository name");
  }
}
