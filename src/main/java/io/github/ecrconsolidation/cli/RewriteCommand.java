package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.cli.ReferenceScan.ScannedFile;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.references.Edit;
import io.github.ecrconsolidation.references.Finding;
import io.github.ecrconsolidation.references.ReferenceFinder;
import io.github.ecrconsolidation.references.ReferencePlanner;
import io.github.ecrconsolidation.references.UnifiedDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rewrite}: gives legacy references their new names, and touches nothing else. */
@Command(
    name = "rewrite",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Gives the references to legacy images in files their new names, and lists those that require manual action. With - it is a filter from standard input to standard output. Give all that belongs together in one call: a Kustomization and the manifests it selects from, Helm values and the files that override them."
    },
    footer = {
      "",
      "Exit code: 0 nothing requires manual action, 1 something does, 2 wrong usage, a file that cannot be read or written, or an error."
    })
final class RewriteCommand implements Callable<Integer> {
  @Mixin private ReferenceArguments arguments = new ReferenceArguments();

  @Option(
      names = "--dry-run",
      description = "prints a diff for patch -p0 or git apply -p0, and writes nothing")
  private boolean dryRun;

  private final Console console;

  RewriteCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    var options = arguments.read(console.environment());
    if (!options.inputs().contains("-")) {
      return files(options);
    }
    if (options.inputs().size() > 1 || dryRun) {
      throw arguments.wrong("- must be the only input: it filters standard input");
    }
    return filter(options);
  }

  private int filter(ReferenceOptions options) {
    try {
      var text =
          TextFile.decode(console.in().readAllBytes())
              .orElseThrow(() -> new IOException("not UTF-8 text; nothing is printed"));
      var finder = new ReferenceFinder(options.namespace(), options.registries());
      var matches = finder.find("-", text, false);
      var findings =
          new ReferencePlanner(options.targets(), options.repositories(), List.of(matches))
              .plan(matches);
      console.out().print(Edit.apply(text, edits(findings)));
      var report = new Report(Report.Format.TEXT, console.err());
      findings.forEach(finding -> report.add("-", false, finding));
      report.end("rewritten", 1, matches.ignored(), console.err());
      return report.count(false, !options.allowPossible()) == 0
          ? ExitCode.NOTHING_FOUND
          : ExitCode.FOUND;
    } catch (IOException e) {
      console.err().printf("-: %s%n", e.getMessage());
      return ExitCode.ERROR;
    }
  }

  private int files(ReferenceOptions options) {
    var scan = new ReferenceScan(options, console.err());
    scan.readFiles();
    var planner = scan.planner();
    var report = new Report(options.format(), prints(options) ? console.err() : console.out());
    for (var file : scan.files()) {
      var findings = planner.plan(file.matches());
      var document = file.input().document();
      try {
        if (!document) {
          change(file, edits(findings), options);
        }
        findings.forEach(finding -> report.add(file.matches().input(), document, finding));
      } catch (IOException e) {
        scan.failed(file.path(), e);
      }
    }
    report.addManual(scan.notText());
    report.end("rewritten", scan.inputs(), scan.ignored(), console.err());
    return scan.exitCode(report.count(false, !options.allowPossible()));
  }

  /** Whether standard output is the diff's. */
  private boolean prints(ReferenceOptions options) {
    return dryRun && options.format() == Report.Format.TEXT;
  }

  private void change(ScannedFile file, List<Edit> edits, ReferenceOptions options)
      throws IOException {
    if (edits.isEmpty()) {
      return;
    }
    var text = unchanged(file.path(), file.read());
    if (prints(options)) {
      console.out().print(UnifiedDiff.of(file.matches().input(), text, edits));
    } else if (!dryRun) {
      TextFile.replace(file.path(), file.read(), Edit.apply(text, edits));
    }
  }

  /** The text again, which was not kept while the other files were read. */
  private static String unchanged(Path path, Digest read) throws IOException {
    var bytes = Files.readAllBytes(path);
    if (!Digest.of(bytes).equals(read)) {
      throw new IOException("it has changed meanwhile");
    }
    return TextFile.decode(bytes).orElseThrow();
  }

  private static List<Edit> edits(List<Finding> findings) {
    return findings.stream().flatMap(finding -> finding.edits().stream()).toList();
  }
}
