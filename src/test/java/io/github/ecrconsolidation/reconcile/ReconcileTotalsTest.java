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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReconcileTotalsTest {
  private static final MirrorRequest IMAGE = World.tagged("backend", "v1", World.digest("image"));
  private static final ReconcileDecision CONFLICTING =
      new Conflicting(IMAGE, new Tag("backend-v1"), World.digest("held"), Conflict.IMMUTABLE);
  private static final ReconcileDecision DIFFERENT = new Different(IMAGE, World.digest("held"));

  @Test
  void countsEachKindByItself() {
    var totals =
        ReconcileTotals.of(
            List.of(
                new InPlace(IMAGE),
                new Missing(IMAGE),
                new Missing(IMAGE),
                new MissingOld(IMAGE),
                new MissingOld(IMAGE),
                new MissingOld(IMAGE),
                DIFFERENT,
                DIFFERENT,
                DIFFERENT,
                DIFFERENT,
                CONFLICTING,
                CONFLICTING,
                CONFLICTING,
                CONFLICTING,
                CONFLICTING,
                new Ignored(IMAGE, Reason.UNTAGGED),
                new Ignored(IMAGE, Reason.UNTAGGED),
                new Ignored(IMAGE, Reason.ARCHIVED)));

    assertThat(Stream.of(Kind.values()).map(totals::of)).containsExactly(1, 2, 3, 4, 5, 3);
    assertThat(totals.ignored()).isEqualTo(Map.of(Reason.UNTAGGED, 2, Reason.ARCHIVED, 1));
  }

  @Test
  void agreesWhereNothingIsToBeDone() {
    assertThat(
            ReconcileTotals.of(List.of(new InPlace(IMAGE), new Ignored(IMAGE, Reason.UNTAGGED)))
                .agree())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void doesNotAgreeWith(ReconcileDecision decision) {
    assertThat(ReconcileTotals.of(List.of(decision)).agree()).isFalse();
  }

  static Stream<ReconcileDecision> doesNotAgreeWith() {
    return Stream.of(new Missing(IMAGE), new MissingOld(IMAGE), DIFFERENT, CONFLICTING);
  }
}
