package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.references.Finding;
import java.util.Deque;

/** {@code references}: lists the legacy references of files and clusters, and changes nothing. */
final class ReferencesCommand {
  private static final String USAGE =
      """
      usage: references [options] <file, directory or -> ...

      Lists every reference to a legacy image with its new name, or why a person has to decide. Reads Kubernetes manifests,
      Helm values and templates, Kustomize and Compose files, Dockerfiles; in a directory *.yaml *.yml *.json *.tpl *.env
      and Dockerfiles, without .git and node_modules; a file named is read whatever its name. - is what is piped in:

        kubectl get pods -A -o json | java -jar ecr-consolidation.jar references -

      Exit code: 0 no legacy reference, 1 some, 2 wrong use or unreadable input.

      """
          + ReferenceOptions.HELP;

  private final Console console;
  private int left;
  private int decided;

  ReferencesCommand(Console console) {
    this.console = console;
  }

  int run(Deque<String> arguments) {
    var options = ReferenceOptions.read(arguments, console.environment(), false, USAGE);
    if (options.help()) {
      console.out().print(USAGE);
      return Main.NOTHING_FOUND;
    }
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
      return Main.BAD_INPUT;
    }
    return decided + left == 0 ? Main.NOTHING_FOUND : Main.FOUND;
  }

  private void print(String input, Finding finding) {
    left += finding.isLeft() ? 1 : 0;
    decided += finding.isLeft() ? 0 : 1;
    console.out().println(ReferenceScan.line(input, finding));
  }
}
