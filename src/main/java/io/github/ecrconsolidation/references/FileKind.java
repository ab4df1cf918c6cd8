package io.github.ecrconsolidation.references;

import java.util.Locale;

/** What a file's name says of how its text is to be read. */
enum FileKind {
  /** YAML or JSON or a Helm template of it. */
  YAML,
  JSON,
  DOCKERFILE,
  /** Any other text. */
  OTHER;

  static FileKind of(String name) {
    var base = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (base.startsWith("dockerfile")
        || base.startsWith("containerfile")
        || base.endsWith(".dockerfile")) {
      return DOCKERFILE;
    }
    if (base.endsWith(".json")) {
      return JSON;
    }
    return base.endsWith(".yaml")
            || base.endsWith(".yml")
            || base.endsWith(".tpl")
            || base.equals("kustomization")
            || base.equals("-")
        ? YAML
        : OTHER;
  }

  boolean mayBeYaml() {
    return this == YAML || this == JSON;
  }
}
