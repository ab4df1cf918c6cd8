package io.github.ecrconsolidation.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code references}: lists the legacy references of files and clusters, and changes nothing. */
@Command(
    name = "references",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lists every reference to a legacy image with its new name, or why it requires manual action.",
      "- is what is piped in: kubectl get pods -A -o json | ecr-consolidation references -"
    },
    footer = {
      "",
      "Exit code: 0 no legacy reference, 1 some, 2 wrong usage, unreadable input or an error."
    })
final class ReferencesCommand implements Callable<Integer> {
  @Mixin private ReferenceArguments arguments = new ReferenceArguments();

  private final Console console;

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
    var report = new Report(options.format(), console.out());
    for (var file : scan.files()) {
      var input = file.matches().input();
      planner
          .plan(file.matches())
          .forEach(finding -> report.add(input, file.input().document(), finding));
    }
    scan.streams()
        .forEach(stream -> planner.plan(stream).forEach(it -> report.add("-", false, it)));
    report.addManual(scan.notText());
    report.end("can be rewritten", scan.inputs(), scan.ignored(), console.err());
    return scan.exitCode(report.count(true, !options.allowPossible()));
  }
}
