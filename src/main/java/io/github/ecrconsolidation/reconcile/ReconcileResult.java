package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param plan the decisions about everything that could be read
 * @param images how many were looked at, by repository
 * @param requested how many were asked for on the event bus
 * @param compared whether everything was read: else the counts of the plan are too small
 * @param complete whether everything was read, and what was to be requested is
 * @param failures the failures that keep the run from counting as a success, in words
 */
public record ReconcileResult(
    ReconcilePlan plan,
    Map<RepositoryName, Integer> images,
    List<PreflightFinding> findings,
    int requested,
    boolean compared,
    boolean complete,
    List<String> failures) {

  public ReconcileResult {
    images = Map.copyOf(images);
    findings = List.copyOf(findings);
    failures = List.copyOf(failures);
  }

  /** All images looked at, of both sides. */
  public int imagesInAll() {
    return images.values().stream().mapToInt(Integer::intValue).sum();
  }
}
