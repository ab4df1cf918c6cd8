package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.references.Finding;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code references}: lists the legacy references of files and clusters, and changes nothing. */
@Command(
    name = "references",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Lists every reference to a legacy image with its new name, or why it requires manual"
          + " action.",
      "- is what is piped in: kubectl get pods -A -o json | ecr-consolidation references -"
    },
    footer = {
      "",
      "Exit code: 0 no legacy reference, 1 some, 2 wrong usage, unreadable input or an error."
    })
final class ReferencesCommand implements Callable<Integer> {
  @Mixin private ReferenceArguments arguments = new ReferenceArguments();

  private final Console console;
  private int left;
  private int decided;

  ReferencesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var options = arguments.read(console.environment());
    var scan = new ReferenceScan(options, console.err());
    scan.readFiles();
    if (options.inputs().contains("-")) {
      scan.readStream(console.in());
    }
    var planner = scan.planner();
    scan.files()
        .forEach(file ->
            planner
                .plan(file.sightings())
                .forEach(finding -> print(file.sightings().input(), finding)));
    scan.streams().forEach(stream -> planner.plan(stream).forEach(finding -> print("-", finding)));
    left += scan.notText();
    console
        .err()
        .printf(
            "%d legacy references in %d inputs: %d can be rewritten, %d left to a person%n",
            decided + left, scan.inputs(), decided, left);
    if (scan.hasFailed()) {
      return Main.ERROR;
    }
    return decided + left == 0 ? Main.NOTHING_FOUND : Main.FOUND;
  }

  private void print(String input, Finding finding) {
    left += finding.isLeft() ? 1 : 0;
    decided += finding.isLeft() ? 0 : 1;
    console.out().println(ReferenceScan.line(input, finding));
  }
}
