package io.github.ecrconsolidation.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.decision.MirrorDecision.Archived;
import io.github.ecrconsolidation.decision.MirrorDecision.HeldByAnother;
import io.github.ecrconsolidation.decision.MirrorDecision.Immutable;
import io.github.ecrconsolidation.decision.MirrorDecision.Missing;
import io.github.ecrconsolidation.decision.MirrorDecision.NewerDirect;
import io.github.ecrconsolidation.decision.MirrorDecision.NoTarget;
import io.github.ecrconsolidation.decision.MirrorDecision.Outdated;
import io.github.ecrconsolidation.decision.MirrorDecision.Same;
import io.github.ecrconsolidation.decision.MirrorDecision.Superseded;
import io.github.ecrconsolidation.mapping.MappedTag.Cause;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MirrorDecisionTest {
  private static final Tag TARGET = new Tag("backend-latest");
  private static final Digest CURRENT = Digest.of("current".getBytes(UTF_8));
  private static final ImageReference HOLDER =
      new ImageReference(new RepositoryName("ml-platform/frontend"), new Tag("latest"));

  @ParameterizedTest
  @MethodSource
  void namesTheTargetAndWhatItPointsTo(MirrorDecision decision) {
    assertThat(decision.reason()).contains(TARGET.value(), CURRENT.value());
  }

  static Stream<MirrorDecision> namesTheTargetAndWhatItPointsTo() {
    return Stream.of(
        new Outdated(TARGET, CURRENT),
        new NewerDirect(TARGET, CURRENT),
        new Superseded(TARGET, CURRENT),
        new HeldByAnother(TARGET, CURRENT, HOLDER),
        new Immutable(TARGET, CURRENT));
  }

  @Test
  void saysWhatTellsItFromTheOthers() {
    assertThat(new Same(TARGET).reason()).isEqualTo("backend-latest points to the legacy image");
    assertThat(new Archived(TARGET, Status.ARCHIVED).reason()).contains("ARCHIVED");
    assertThat(new Missing(TARGET).reason()).isEqualTo("backend-latest does not exist");
    assertThat(new NewerDirect(TARGET, CURRENT).reason()).contains("directly, later");
    assertThat(new Superseded(TARGET, CURRENT).reason()).contains("after the cutover");
    assertThat(new HeldByAnother(TARGET, CURRENT, HOLDER).reason()).contains(HOLDER.toString());
    assertThat(new Immutable(TARGET, CURRENT).reason()).contains("immutable");
  }

  @Test
  void withoutATargetSaysWhatTheMappingSays() {
    assertThat(new NoTarget(Cause.AMBIGUOUS, "why").reason()).isEqualTo("why");
  }
}
