package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: prints a report of the clean-up function as a table. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints the report of the clean-up function that is piped in: <StatusCommand of the stack's"
          + " outputs> | ecr-consolidation status"
    },
    footer = {"", "Exit code: 0, or 2 when the input is no such report."})
final class StatusCommand implements Callable<Integer> {
  @ArgGroup private Form form = new Form();

  /** At most one of them; neither is a table. */
  static final class Form {
    @Option(names = "--json", description = "prints the report alone, as JSON")
    private boolean json;

    @Option(
        names = "--html",
        description = "prints one static page, which needs no server and loads nothing")
    private boolean html;

    private String print(JsonObject answer) {
      var report = StatusReport.read(answer);
      if (json) {
        return JsonObject.write(answer.members()) + "\n";
      }
      return html ? StatusPage.of(report) : StatusTable.of(report);
    }
  }

  private final Console console;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      // What the AWS command line prints behind the report is not looked at.
      var answer = JsonObject.parseFirst(new String(console.in().readAllBytes(), UTF_8));
      console.out().print(form.print(answer));
      return ExitCode.NOTHING_FOUND;
    } catch (IOException | IllegalArgumentException e) {
      console.err().println("status: " + e.getMessage());
      return ExitCode.ERROR;
    }
  }
}
