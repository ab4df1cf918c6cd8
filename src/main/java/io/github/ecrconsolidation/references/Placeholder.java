package io.github.ecrconsolidation.references;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text that something else fills in: a shell, Helm, Terraform, GitHub, CloudFormation, a reader.
 */
final class Placeholder {
  /** One of them, as a regular expression without groups. */
  static final String ONE =
      "(?:\\$\\{\\{[^}\\n]*+\\}\\}" // GitHub: ${{ env.TAG }}
          + "|\\{\\{[^}\\n]*+\\}\\}" // Helm, Jinja
          + "|\\$?\\$\\{[^}\\n]*+\\}" // shell, Terraform, CloudFormation
          + "|\\$?\\$\\([^)\\n]*+\\)" // Make, Kubernetes
          + "|\\$?\\$[A-Za-z_]\\w*+"
          + "|#\\{[^}\\n]*+\\}" // Ruby
          + "|%\\([^)\\n]*+\\)s|%[sv]|%\\w++%" // printf, Python, Windows
          + "|<[A-Za-z][^<>\\n]{0,60}+>" // for the reader
          + "|\\{\\w[^{}\\s]*+\\}|\\{\\}" // Python
          + "|\\*)";

  private static final Pattern HERE = Pattern.compile(ONE);
  private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*+)[^A-Za-z0-9_]*+$");

  private Placeholder() {}

  /** Whether one begins at {@code at}. */
  static boolean isAt(String text, int at, int to) {
    return at < to && HERE.matcher(text).region(at, to).lookingAt();
  }

  /** The one that begins at {@code at}. */
  static Optional<String> at(String text, int at, int to) {
    var here = HERE.matcher(text).region(at, to);
    return here.lookingAt() ? Optional.of(here.group()) : Optional.empty();
  }

  /** The last name in it: {@code TAG} of {@code ${{ env.TAG }}}. */
  static Optional<String> variable(String placeholder) {
    var name = NAME.matcher(placeholder);
    return name.find() ? Optional.of(name.group(1)) : Optional.empty();
  }
}
