package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole way from a text to what becomes of it, with {@code H} for the registry's host. */
final class Rewriting {
  static final String HOST = Samples.HOST;
  private static final TagMapping MAPPING =
      new TagMapping(Samples.NAMESPACE, new RepositoryName("data-platform-dev"), Map.of());
  private static final Targets TARGETS =
      new Targets(MAPPING, Optional.empty(), Optional.empty(), List.of());
  private static final ReferenceFinder FINDER =
      new ReferenceFinder(Samples.NAMESPACE, Samples.REGISTRIES);

  private Rewriting() {}

  /** The text after the rewriting of a file {@code name}. */
  static String of(String name, String text) {
    var full = text.replace("H/", HOST + "/").replace("H\n", HOST + "\n");
    return Edit.apply(full, findings(name, full).stream().flatMap(f -> f.edits().stream()).toList())
        .replace(HOST, "H");
  }

  /** The reasons why manual action is required. */
  static List<String> reasons(String name, String text) {
    return findings(name, text.replace("H/", HOST + "/")).stream()
        .map(Finding::decision)
        .filter(Finding.Manual.class::isInstance)
        .map(decision -> ((Finding.Manual) decision).reason())
        .toList();
  }

  static boolean isLeft(Finding finding) {
    return !finding.isRewritten();
  }

  static List<Finding> findings(String name, String text) {
    return findings(List.of(), Map.of(name, text));
  }

  /** What becomes of several files together. */
  static List<Finding> findings(List<RepositoryName> listed, Map<String, String> files) {
    var all = new ArrayList<Matches>();
    files.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(file ->
            all.add(FINDER.find(file.getKey(), file.getValue().replace("H/", HOST + "/"), false)));
    var planner = new ReferencePlanner(TARGETS, listed, all);
    return all.stream().flatMap(matches -> planner.plan(matches).stream()).toList();
  }
}
