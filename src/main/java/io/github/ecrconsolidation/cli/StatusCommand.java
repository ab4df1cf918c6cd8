package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code status}: prints a report of the clean-up function as a table. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Prints the report of the clean-up function that is piped in: <StatusCommand of the stack's"
          + " outputs> | ecr-consolidation status"
    },
    footer = {"", "Exit code: 0, or 2 when the input is no such report."})
final class StatusCommand implements Callable<Integer> {
  private final Console console;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      // What the AWS command line prints behind the report is not looked at.
      console
          .out()
          .print(
              StatusTable.of(
                  JsonObject.parseFirst(new String(console.in().readAllBytes(), UTF_8))));
      return Main.NOTHING_FOUND;
    } catch (IOException | IllegalArgumentException e) {
      console.err().println("status: " + e.getMessage());
      return Main.ERROR;
    }
  }
}
