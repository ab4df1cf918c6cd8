package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.util.Deque;

/** {@code status}: prints a report of the clean-up function as a table. */
final class StatusCommand {
  private static final String USAGE =
      """
      usage: <StatusCommand of the stack's outputs> | java -jar ecr-consolidation.jar status

      Prints the report of the clean-up function that is piped in as a table: per legacy repository the tags that stand in
      the consolidated repository, those that do not, what may go, and when somebody last pulled by the old name; then
      what may go when, and why the rest stays. "no place" are tags that can not be mirrored as they are.

      Exit code: 0, or 2 when the input is no such report.
      """;

  private final Console console;

  StatusCommand(Console console) {
    this.console = console;
  }

  int run(Deque<String> arguments) {
    if ("--help".equals(arguments.peek())) {
      console.out().print(USAGE);
      return Main.NOTHING_FOUND;
    }
    if (!arguments.isEmpty()) {
      throw new UsageException("status takes no arguments", USAGE);
    }
    try {
      // What the AWS command line prints behind the report is not looked at.
      console
          .out()
          .print(StatusTable.of(JsonObject.parse(new String(console.in().readAllBytes(), UTF_8))));
      return Main.NOTHING_FOUND;
    } catch (IOException | IllegalArgumentException e) {
      console.err().println("status: " + e.getMessage());
      return Main.BAD_INPUT;
    }
  }
}
