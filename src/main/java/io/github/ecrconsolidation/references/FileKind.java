package io.github.ecrconsolidation.references;

import java.util.Locale;
import java.util.Set;

/** What a file's name says of how its text is to be read. */
enum FileKind {
  /** YAML or a Helm template of it. */
  YAML,
  JSON,
  DOCKERFILE,
  /** Where a comment begins with two slashes, or is enclosed in slash and asterisk. */
  CODE,
  /** The settings of Renovate or Dependabot, which propose new tags. */
  UPDATES,
  /** Any other text. */
  OTHER;

  private static final Set<String> CODE_SUFFIXES =
      Set.of(
          "tf",
          "hcl",
          "nomad",
          "tfvars",
          "ts",
          "tsx",
          "js",
          "jsx",
          "mjs",
          "cjs",
          "go",
          "java",
          "kt",
          "kts",
          "groovy",
          "gradle",
          "jsonnet",
          "libsonnet",
          "cue",
          "rs",
          "cs",
          "scala",
          "swift",
          "bicep",
          "php",
          "json5",
          "jsonc");
  private static final Set<String> UPDATE_FILES =
      Set.of(
          "renovate.json",
          "renovate.json5",
          ".renovaterc",
          ".renovaterc.json",
          ".renovaterc.json5",
          "dependabot.yml",
          "dependabot.yaml");

  static FileKind of(String name) {
    var base = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    var suffix = base.substring(base.lastIndexOf('.') + 1);
    if (UPDATE_FILES.contains(base) || isPresetOfRenovate(name, suffix)) {
      return UPDATES;
    }
    if (base.startsWith("dockerfile")
        || base.startsWith("containerfile")
        || suffix.equals("dockerfile")) {
      return DOCKERFILE;
    }
    return switch (suffix) {
      case "json" -> JSON;
      case "yaml", "yml", "tpl", "kustomization", "-" -> YAML;
      default -> CODE_SUFFIXES.contains(suffix) || base.startsWith("jenkinsfile") ? CODE : OTHER;
    };
  }

  /** Renovate's settings may be spread over files that its {@code extends} names. */
  private static boolean isPresetOfRenovate(String name, String suffix) {
    return suffix.startsWith("json")
        && name.toLowerCase(Locale.ROOT)
            .matches("(?:.*/)?(?:\\.renovate/.*|renovate/[^/]*|[^/]*renovate[^/]*)");
  }

  boolean mayBeYaml() {
    return this == YAML || this == JSON;
  }
}
