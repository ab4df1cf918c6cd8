package io.github.ecrconsolidation.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code preflight}: prints the answer of a preflight, and says in its exit code if it passed. */
@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints the answer of the reconcile function to {\"preflight\":true} that is piped in: aws"
          + " lambda invoke ... /dev/stdout | ecr-consolidation preflight"
    },
    footer = {
      "",
      "Exit code: 0 when it passed, 1 when it found an error or could not read everything, 2 when"
          + " the input is no such answer."
    })
final class PreflightCommand implements Callable<Integer> {
  private final Console console;

  PreflightCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      var answer = JsonObject.parseFirst(new String(console.in().readAllBytes(), UTF_8));
      var lines = answer.texts("preflight");
      if (lines.isEmpty()) {
        console.err().println("preflight: " + refusal(answer));
        return ExitCode.ERROR;
      }
      lines.forEach(console.out()::println);
      return passed(answer) ? ExitCode.NOTHING_FOUND : ExitCode.FOUND;
    } catch (IOException | IllegalArgumentException e) {
      console.err().println("preflight: " + e.getMessage());
      return ExitCode.ERROR;
    }
  }

  private static boolean passed(JsonObject answer) {
    return answer.flag("complete")
        && answer.objects("findings").stream()
            .noneMatch(it -> it.text("severity").filter("error"::equals).isPresent());
  }

  private static String refusal(JsonObject answer) {
    return answer
        .text("errorMessage")
        .map("the function failed: "::concat)
        .orElse(
            "no answer of a preflight; invoke the reconcile function with {\"preflight\":true}");
  }
}
