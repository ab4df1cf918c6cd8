package io.github.ecrconsolidation.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.reconcile.Verdict.Conflict;
import io.github.ecrconsolidation.reconcile.Verdict.Conflicting;
import io.github.ecrconsolidation.reconcile.Verdict.Different;
import io.github.ecrconsolidation.reconcile.Verdict.Ignored;
import io.github.ecrconsolidation.reconcile.Verdict.InPlace;
import io.github.ecrconsolidation.reconcile.Verdict.Missing;
import io.github.ecrconsolidation.reconcile.Verdict.MissingOld;
import io.github.ecrconsolidation.reconcile.Verdict.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CountsTest {
  private static final LegacyImage IMAGE =
      new LegacyImage(
          World.repository("backend"), Optional.of(new Tag("v1")), World.digest("image"));
  private static final Verdict CONFLICTING =
      new Conflicting(IMAGE, new Tag("backend-v1"), World.digest("held"), Conflict.IMMUTABLE);
  private static final Verdict DIFFERENT = new Different(IMAGE, World.digest("held"));

  @Test
  void countsEachKindByItself() {
    var counts =
        Counts.of(
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

    assertThat(counts)
        .isEqualTo(new Counts(1, 2, 3, 4, 5, Map.of(Reason.UNTAGGED, 2, Reason.ARCHIVED, 1)));
    assertThat(counts.ignoredInAll()).isEqualTo(3);
  }

  @Test
  void agreesWhereNothingIsToBeDone() {
    assertThat(Counts.of(List.of(new InPlace(IMAGE), new Ignored(IMAGE, Reason.UNTAGGED))).agree())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource
  void doesNotAgreeWith(Verdict verdict) {
    assertThat(Counts.of(List.of(verdict)).agree()).isFalse();
  }

  static Stream<Verdict> doesNotAgreeWith() {
    return Stream.of(new Missing(IMAGE), new MissingOld(IMAGE), DIFFERENT, CONFLICTING);
  }
}
