package io.github.ecrconsolidation.reconcile;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Missing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One decision for each legacy tag, then one for each untagged legacy manifest; of each the oldest
 * repository first.
 */
public record ReconcilePlan(List<ReconcileDecision> decisions) {

  public ReconcilePlan {
    decisions = List.copyOf(decisions);
  }

  /** What is to be requested, in the order of the decisions; made as it is read. */
  public Stream<MirrorRequest> requests() {
    return decisions.stream()
        .filter(decision -> decision instanceof Missing || decision instanceof Different)
        .map(ReconcileDecision::request);
  }

  /** All decisions of one kind. */
  public <T extends ReconcileDecision> List<T> of(Class<T> kind) {
    return decisions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** How many of each. */
  public ReconcileTotals totals() {
    return ReconcileTotals.of(decisions);
  }

  /** How many of each, by repository. */
  public Map<RepositoryName, ReconcileTotals> totalsByRepository() {
    return decisions.stream()
        .collect(
            groupingBy(
                decision -> decision.request().repository(),
                LinkedHashMap::new,
                collectingAndThen(toList(), ReconcileTotals::of)));
  }
}
