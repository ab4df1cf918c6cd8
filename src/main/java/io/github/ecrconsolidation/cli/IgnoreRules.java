package io.github.ecrconsolidation.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What the {@code .gitignore} files of a work tree leave out; see gitignore(5). */
final class IgnoreRules {
  private static final String NAME = ".gitignore";

  private final Path top;
  private final Map<Path, List<Rule>> rules = new HashMap<>();

  /** The last rule that matches a path decides; {@code includes} takes an earlier one back. */
  private record Rule(Pattern pattern, boolean includes, boolean directoriesOnly) {}

  private IgnoreRules(Path top) {
    this.top = top;
  }

  /** The rules for what is in {@code directory}, those of the work tree around it included. */
  static IgnoreRules around(Path directory) {
    var absolute = directory.toAbsolutePath().normalize();
    return new IgnoreRules(
        Stream.iterate(Optional.of(absolute), Optional::isPresent, at -> at.map(Path::getParent))
            .flatMap(Optional::stream)
            .filter(at -> Files.exists(at.resolve(".git")))
            .findFirst()
            .orElse(absolute));
  }

  /** Whether {@code path} is ignored; must not be asked of what is in an ignored directory. */
  boolean ignore(Path path, boolean isDirectory) {
    var absolute = path.toAbsolutePath().normalize();
    var ignored = false;
    for (var at : directories(absolute)) {
      var relative = at.relativize(absolute).toString().replace('\\', '/');
      for (var rule : rules.computeIfAbsent(at, IgnoreRules::read)) {
        if ((isDirectory || !rule.directoriesOnly())
            && rule.pattern().matcher(relative).matches()) {
          ignored = !rule.includes();
        }
      }
    }
    return ignored;
  }

  /** From the top down to the directory of {@code path}. */
  private List<Path> directories(Path path) {
    var directories = new ArrayList<Path>();
    for (var at = path.getParent(); at != null && at.startsWith(top); at = at.getParent()) {
      directories.addFirst(at);
    }
    return directories;
  }

  private static List<Rule> read(Path directory) {
    try {
      return Files.readString(directory.resolve(NAME))
          .lines()
          .flatMap(line -> rule(line).stream())
          .toList();
    } catch (IOException _) {
      return List.of(); // none, or none that can be read: then nothing is ignored
    }
  }

  private static Optional<Rule> rule(String line) {
    var text = line.stripTrailing();
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    var includes = text.startsWith("!");
    var bare = includes ? text.substring(1) : text;
    var directoriesOnly = bare.endsWith("/");
    var glob = directoriesOnly ? bare.substring(0, bare.length() - 1) : bare;
    var prefix = glob.contains("/") ? "" : "(?:.*/)?";
    try {
      var pattern =
          Pattern.compile(prefix + regex(glob.startsWith("/") ? glob.substring(1) : glob));
      return Optional.of(new Rule(pattern, includes, directoriesOnly));
    } catch (PatternSyntaxException _) {
      return Optional.empty(); // such as an open bracket; git, too, lets it match nothing
    }
  }

  private static String regex(String glob) {
    var regex = new StringBuilder();
    for (var i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append(
            switch (glob.charAt(i)) {
              case '*' -> "[^/]*";
              case '?' -> "[^/]";
              case '[' -> glob.startsWith("[!", i) ? "[^" : "[";
              case ']', '-' -> String.valueOf(glob.charAt(i));
              case '\\' -> i + 1 < glob.length() ? Pattern.quote(glob.substring(i + 1, i + 2)) : "";
              default -> Pattern.quote(String.valueOf(glob.charAt(i)));
            });
        i += glob.startsWith("[!", i) || (glob.charAt(i) == '\\' && i + 1 < glob.length()) ? 1 : 0;
      }
    }
    return regex.toString();
  }
}
