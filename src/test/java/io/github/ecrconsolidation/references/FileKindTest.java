package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    "renovate.json, UPDATES",
    ".github/renovate.json5, UPDATES",
    ".github/dependabot.yml, UPDATES",
    ".renovate/presets/groups.json5, UPDATES",
    "renovate/groups.json, UPDATES",
    "config/renovate-base.json, UPDATES",
    "renovate/ecs/task-definition.json, JSON",
    "renovate-demo/task-definition.json, JSON",
    "renovate/values.yaml, YAML",
    "Dockerfile.prod, DOCKERFILE",
    "main.tf, CODE",
    "Makefile, OTHER",
  })
  void knowsAFileByItsName(String name, FileKind kind) {
    assertThat(FileKind.of(name)).isEqualTo(kind);
  }
}
