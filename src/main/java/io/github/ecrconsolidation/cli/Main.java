package io.github.ecrconsolidation.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/** The commands that are run by hand: finds the one asked for and says what there is otherwise. */
public final class Main {
  static final int NOTHING_FOUND = 0;
  static final int FOUND = 1;
  static final int BAD_INPUT = 2;

  private static final String USAGE =
      """
      usage: java -jar ecr-consolidation.jar <command> [options] [arguments]

        references   list the references to legacy images in files, or in what kubectl prints
        rewrite      give them their new names, in place
        status       print how far the consolidation is, from a report of the clean-up function

      <command> --help says more. Exit code: 0 nothing to do, 1 something found, 2 wrong use or unreadable input.
      """;

  private final Console console;

  Main(Console console) {
    this.console = console;
  }

  /** Runs the command in {@code arguments} and ends the process with its exit code. */
  public static void main(String[] arguments) {
    var out = stream(FileDescriptor.out);
    var err = stream(FileDescriptor.err);
    var code = new Main(new Console(System.getenv(), System.in, out, err)).run(List.of(arguments));
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** UTF-8 whatever the locale: what is printed may be a patch. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }

  int run(List<String> arguments) {
    if (arguments.isEmpty()) {
      console.err().print(USAGE);
      return BAD_INPUT;
    }
    var rest = new ArrayDeque<>(arguments);
    var command = rest.pop();
    try {
      return switch (command) {
        case "references" -> new ReferencesCommand(console).run(rest);
        case "rewrite" -> new RewriteCommand(console).run(rest);
        case "status" -> new StatusCommand(console).run(rest);
        case "--help", "-h", "help" -> {
          console.out().print(USAGE);
          yield NOTHING_FOUND;
        }
        default -> throw new UsageException("'%s' is no command".formatted(command), USAGE);
      };
    } catch (UsageException e) {
      console.err().printf("%s%n%n%s", e.getMessage(), e.usage());
      return BAD_INPUT;
    }
  }
}
