package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflict;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Different;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.InPlace;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Missing;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import io.github.ecrconsolidation.reconcile.ReconcileTotals.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcilePlanTest {
  private final ReconcilePlan plan =
      new ReconcilePlan(
          List.of(
              new InPlace(image("backend", "v1")),
              new Missing(image("backend", "v2")),
              new MissingOld(image("backend", "v3")),
              new Different(image("backend", "v4"), World.digest("held")),
              new Conflicting(
                  image("frontend", "v5"),
                  new Tag("frontend-v5"),
                  World.digest("held"),
                  Conflict.IMMUTABLE),
              new Ignored(image("frontend", "v6"), Reason.ARCHIVED)));

  @Test
  void requestsWhatIsMissingOrDifferentAndNothingElse() {
    assertThat(plan.requests()).containsExactly(image("backend", "v2"), image("backend", "v4"));
  }

  @Test
  void hasTheDecisionsOfOneKind() {
    assertThat(plan.of(MissingOld.class)).containsExactly(new MissingOld(image("backend", "v3")));
  }

  @Test
  void countsByRepositoryInTheirOrder() {
    var totals = plan.totalsByRepository();

    assertThat(totals.keySet())
        .containsExactly(World.repository("backend"), World.repository("frontend"));
    assertThat(totals.values()).extracting(it -> it.of(Kind.DIFFERENT)).containsExactly(1, 0);
    assertThat(totals.values()).extracting(it -> it.of(Kind.CONFLICTING)).containsExactly(0, 1);
    assertThat(plan.totals().of(Kind.IN_PLACE)).isEqualTo(1);
  }

  private static MirrorRequest image(String service, String tag) {
    return World.tagged(service, tag, World.digest("image"));
  }
}
