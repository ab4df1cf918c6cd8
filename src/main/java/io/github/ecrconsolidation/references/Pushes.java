package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.references.Finding.Manual;
import java.util.List;
import java.util.Optional;

/**
 * What one file pushes to: a pipeline that pushed one tag by the new name and another by the old
 * one would tear them apart, so those of one repository move together or not at all.
 */
final class Pushes {
  private Pushes() {}

  /** {@code findings}, of which no push is rewritten that another one would not follow. */
  static List<Finding> together(List<Finding> findings) {
    var fixed =
        findings.stream().filter(finding -> finding.pushed() && !finding.isRewritten()).toList();
    return findings.stream()
        .map(finding ->
            Optional.of(finding)
                .filter(it -> it.pushed() && it.isRewritten())
                .flatMap(it -> fixed.stream().filter(other -> isOfOne(it, other)).findFirst())
                .map(other -> finding.with(reason(other)))
                .orElse(finding))
        .toList();
  }

  private static Manual reason(Finding other) {
    return new Manual(
        "it is pushed together with line %d, which requires manual action".formatted(other.line()));
  }

  /** As far as the other one says its repository at all, which may go on with a variable. */
  private static boolean isOfOne(Finding finding, Finding other) {
    return repository(finding.written()).startsWith(repository(other.written()));
  }

  private static String repository(String written) {
    return written.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "").replaceFirst("^.*?/", "");
  }
}
