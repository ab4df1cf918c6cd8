package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report has of the run itself.
 *
 * @param complete whether nothing is left for the next run but what has its reason to be kept
 * @param stop why the run ended
 * @param keptAfterRecheck images of the plan that were kept nevertheless, by reason
 * @param deletedRepositories how many were deleted, as they were empty
 * @param deletedRepositoryNames those, or the first of them, as are warnings and failures
 * @param requests to the registry
 */
public record ReportedRun(
    String consolidatedRepository,
    boolean complete,
    String stop,
    Map<String, Long> keptAfterRecheck,
    long deletedRepositories,
    List<String> deletedRepositoryNames,
    List<String> warnings,
    List<String> failures,
    long requests,
    long durationMilliseconds) {

  public ReportedRun {
    keptAfterRecheck = Collections.unmodifiableMap(new LinkedHashMap<>(keptAfterRecheck));
    deletedRepositoryNames = List.copyOf(deletedRepositoryNames);
    warnings = List.copyOf(warnings);
    failures = List.copyOf(failures);
  }

  /**
   * Reads the members of a report; what is absent is nothing.
   *
   * @throws IllegalArgumentException when a number is none
   */
  public static ReportedRun read(JsonObject json) {
    return new ReportedRun(
        json.text("consolidatedRepository").orElse("?"),
        json.flag("complete"),
        json.text("stop").orElse(""),
        json.counts("keptAfterRecheck"),
        json.count("deletedRepositories"),
        json.texts("deletedRepositoryNames"),
        json.texts("warnings"),
        json.texts("failures"),
        json.count("requests"),
        json.count("durationMilliseconds"));
  }
}
