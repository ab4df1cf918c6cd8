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
import java.util.Set;

/**
 * How many decisions there are of each kind.
 *
 * @param decisions by kind; kinds that did not occur are left out
 * @param ignored by reason; reasons that did not occur are left out
 */
public record ReconcileTotals(Map<Kind, Integer> decisions, Map<Reason, Integer> ignored) {
  private static final Set<Kind> IN_ORDER = Set.of(Kind.IN_PLACE, Kind.IGNORED);

  public ReconcileTotals {
    decisions = Map.copyOf(decisions);
    ignored = Map.copyOf(ignored);
  }

  /** The kinds of decisions, in the order of reports, which name their members after them. */
  public enum Kind {
    IN_PLACE,
    MISSING,
    MISSING_OLD,
    DIFFERENT,
    CONFLICTING,
    IGNORED;

    private static Kind of(ReconcileDecision decision) {
      return switch (decision) {
        case InPlace _ -> IN_PLACE;
        case Missing _ -> MISSING;
        case MissingOld _ -> MISSING_OLD;
        case Different _ -> DIFFERENT;
        case Conflicting _ -> CONFLICTING;
        case Ignored _ -> IGNORED;
      };
    }
  }

  static ReconcileTotals of(Collection<ReconcileDecision> decisions) {
    var kinds = new EnumMap<Kind, Integer>(Kind.class);
    var ignored = new EnumMap<Reason, Integer>(Reason.class);
    for (var decision : decisions) {
      kinds.merge(Kind.of(decision), 1, Integer::sum);
      if (decision instanceof Ignored(_, var reason)) {
        ignored.merge(reason, 1, Integer::sum);
      }
    }
    return new ReconcileTotals(kinds, ignored);
  }

  /** How many there are of {@code kind}. */
  public int of(Kind kind) {
    return decisions.getOrDefault(kind, 0);
  }

  /** Whether everything that is to be mirrored is. */
  public boolean agree() {
    return IN_ORDER.containsAll(decisions.keySet());
  }
}
