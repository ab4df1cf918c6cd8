package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.preflight.PreflightInput.Growth;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.InPlace;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Missing;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import java.util.HashSet;

/** Counts the images that a backfill adds to the consolidated repository. */
final class BackfillGrowth {
  private BackfillGrowth() {}

  /** Children of an index that is not mirrored yet are untagged: how many there are is unknown. */
  static Growth of(ReconcilePlan plan, RepositorySnapshot consolidated) {
    var sure = new HashSet<Digest>();
    var possible = new HashSet<Digest>();
    for (var decision : plan.decisions()) {
      decision
          .request()
          .pushed()
          .filter(digest -> consolidated.find(digest).isEmpty())
          .ifPresent(digest -> {
            switch (decision) {
              case Missing _, MissingOld _, Different _ -> sure.add(digest);
              case Ignored(_, var reason)
                  when reason == Reason.UNTAGGED || reason == Reason.SUBJECT_NOT_MIRRORED ->
                  possible.add(digest);
              case Ignored _, InPlace _, Conflicting _ -> {}
            }
          });
    }
    possible.removeAll(sure);
    return new Growth(sure.size(), possible.size());
  }
}
