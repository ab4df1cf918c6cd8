package io.github.ecrconsolidation.command;

import io.github.ecrconsolidation.references.Finding;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Deque;
import java.util.Map;

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

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private int left;
  private int decided;

  ReferencesCommand(
      Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  int run(Deque<String> arguments) {
    var options = ReferenceOptions.read(arguments, environment, false, USAGE);
    if (options.help()) {
      out.print(USAGE);
      return Main.NOTHING_FOUND;
    }
    var scan = new ReferenceScan(options, err);
    scan.readFiles();
    if (options.inputs().contains("-")) {
      scan.readStream(in);
    }
    var planner = scan.planner();
    scan.files()
        .forEach(file ->
            planner
                .plan(file.sightings())
                .forEach(finding -> print(file.sightings().input(), finding)));
    scan.streams().forEach(stream -> planner.plan(stream).forEach(finding -> print("-", finding)));
    left += scan.notText();
    err.printf(
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
    out.println(ReferenceScan.line(input, finding));
  }
}
