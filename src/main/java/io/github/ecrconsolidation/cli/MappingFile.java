package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.references.Targets.Path;
import io.github.ecrconsolidation.references.Targets.Registry;
import io.github.ecrconsolidation.references.Targets.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A mapping file: on each line {@code <account>/<region>} or a path, {@code ->}, and the
 * consolidated repository.
 */
final class MappingFile {
  private static final Pattern LINE = Pattern.compile("(\\S+)\\s+->\\s+(\\S+)");
  private static final Pattern REGISTRY = Pattern.compile("(\\d{12})(?:/([a-z0-9-]+))?");

  private MappingFile() {}

  /**
   * The rules in {@code text}.
   *
   * @param mapping the mapping into a consolidated repository of this name
   */
  static List<Rule> parse(
      String text, Function<String, TagMapping> mapping, List<String> problems) {
    var rules = new ArrayList<Rule>();
    // A byte order mark would make a path of the first registry.
    var lines = text.replaceFirst("^\uFEFF", "").lines().toList();
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i).replaceFirst("(?:^|\\s)#.*", "").strip();
      if (!line.isEmpty()) {
        try {
          rules.add(rule(line, mapping));
        } catch (IllegalArgumentException e) {
          problems.add("--mapping, line %d: %s".formatted(i + 1, e.getMessage()));
        }
      }
    }
    return rules;
  }

  private static Rule rule(String line, Function<String, TagMapping> mapping) {
    var parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected '<account>/<region> or <path> -> <consolidated repository>', not '%s'"
              .formatted(line));
    }
    var to = mapping.apply(parts.group(2));
    var registry = REGISTRY.matcher(parts.group(1));
    return registry.matches()
        ? new Registry(registry.group(1), Optional.ofNullable(registry.group(2)), to)
        : new Path(parts.group(1).replaceAll("^(?:\\./)+|/+$", ""), to);
  }
}
