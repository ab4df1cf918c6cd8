package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.InPlace;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Missing;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many decisions there are of each kind.
 *
 * @param ignored by reason; reasons that did not occur are left out
 */
public record ReconcileTotals(
    int inPlace,
    int missing,
    int missingOld,
    int different,
    int conflicting,
    Map<Reason, Integer> ignored) {

  public ReconcileTotals {
    ignored = Map.copyOf(ignored);
  }

  static ReconcileTotals of(Collection<ReconcileDecision> decisions) {
    var inPlace = 0;
    var missing = 0;
    var missingOld = 0;
    var different = 0;
    var conflicting = 0;
    var ignored = new EnumMap<Reason, Integer>(Reason.class);
    for (var decision : decisions) {
      switch (decision) {
        case InPlace _ -> inPlace++;
        case Missing _ -> missing++;
        case MissingOld _ -> missingOld++;
        case Different _ -> different++;
        case Conflicting _ -> conflicting++;
        case Ignored(_, var reason) -> ignored.merge(reason, 1, Integer::sum);
      }
    }
    return new ReconcileTotals(inPlace, missing, missingOld, different, conflicting, ignored);
  }

  /** Ignored for whatever reason. */
  public int ignoredInAll() {
    return ignored.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether everything that is to be mirrored is. */
  public boolean agree() {
    return missing + missingOld + different + conflicting == 0;
  }
}
