package io.github.ecrconsolidation.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that are run by hand or by a pipeline: parses the arguments and runs one. */
@Command(
    name = "ecr-consolidation",
    description = {
      "Proves what is assumed of ECR, finds and rewrites references to legacy images, and shows the"
          + " progress."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit code: 0 nothing to do, 1 something found, 2 wrong usage, unreadable input or an error."
    })
public final class Main {
  private final Console console;

  Main(Console console) {
    this.console = console;
  }

  /** Runs the command in {@code arguments} and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Numbers in ASCII digits whatever the language: patch, GitHub and registries read no others.
    Locale.setDefault(Locale.ROOT);
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

  /** The exit code of the command; an error of any kind is 2, as 1 means "found". */
  int run(List<String> arguments) {
    return new CommandLine(this)
        .addSubcommand(new ReferencesCommand(console))
        .addSubcommand(new RewriteCommand(console))
        .addSubcommand(new PreflightCommand(console))
        .addSubcommand(new StatusCommand(console))
        .addSubcommand(new ProveCommand(console))
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(120)
        .setOut(writer(console.out()))
        .setErr(writer(console.err()))
        .setExecutionExceptionHandler((e, _, _) -> crashed(e))
        .execute(arguments.toArray(String[]::new));
  }

  private int crashed(Exception e) {
    console.err().println(Defect.line(e));
    return ExitCode.ERROR;
  }

  private static PrintWriter writer(PrintStream to) {
    return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
  }
}
