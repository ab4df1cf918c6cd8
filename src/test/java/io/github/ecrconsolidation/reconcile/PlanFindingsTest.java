package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.reconcile.World.archived;
import static io.github.ecrconsolidation.reconcile.World.digest;
import static io.github.ecrconsolidation.reconcile.World.image;
import static io.github.ecrconsolidation.reconcile.World.old;
import static io.github.ecrconsolidation.reconcile.World.referrer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.preflight.FindingCode;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanFindingsTest {
  private static final String SIGNATURE = "sha256-" + "a".repeat(64) + ".sig";
  private static final MediaType SCHEMA_1 =
      new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");

  private static final Parameter ANOTHER_PREFIX =
      new Parameter("ServicePrefixes", "ml-platform/backend=<prefix>");

  private final World world = new World("backend", "backend-api", "sha256");

  @Test
  void hasNothingToSayWhereNothingIsLeftToAnOperator() {
    world
        .legacy("backend", image("same", "v1"), image("missing", "v2"), image("child"))
        .legacy("backend", referrer("lost", digest("nowhere")))
        .legacy("sha256", image("no prefix", "v1"))
        .consolidated(image("same", "backend-v1"));

    assertThat(findings()).isEmpty();
  }

  @Test
  void leavesOldMissingImagesToTheBackfill() {
    world.legacy("backend", old(image("old", "v1", "v2")));

    assertThat(only(FindingCode.OLD_IMAGES_MISSING, Severity.WARNING).what())
        .isEqualTo("2 older images are missing: ml-platform/backend:v1, ml-platform/backend:v2");
  }

  @Test
  void namesTheImmutableTag() {
    world.mutability = new TagMutability(Mode.IMMUTABLE, List.of());
    world.legacy("backend", image("next", "v1")).consolidated(old(image("before", "backend-v1")));

    assertThat(only(FindingCode.TAG_IMMUTABLE, Severity.ERROR).what())
        .isEqualTo(
            "1 tags of data-platform-dev hold another digest and are immutable: backend-v1 for"
                + " ml-platform/backend:v1");
  }

  @Test
  void namesTheRepositoryWhoseTagIsHeldForAnother() {
    world
        .legacy("backend", image("one", SIGNATURE))
        .legacy("backend-api", image("other", SIGNATURE));

    assertThat(only(FindingCode.TAG_HELD_FOR_ANOTHER, Severity.WARNING).what())
        .contains("data-platform-dev", SIGNATURE + " for ml-platform/backend-api:" + SIGNATURE);
  }

  @Test
  void saysInWhichArchiveAnImageIs() {
    world
        .legacy("backend", archived(image("here", "v1")), image("there", "v2"))
        .consolidated(archived(image("there", "backend-v2")));

    assertThat(findings())
        .extracting(PreflightFinding::summary)
        .containsExactly(
            "legacyArchived: 1 legacy images are in the archive: ml-platform/backend:v1",
            "mirroredArchived: 1 images are in the archive of data-platform-dev:"
                + " ml-platform/backend:v2");
  }

  @Test
  void namesSchema1() {
    world.legacy("backend", Images.as(SCHEMA_1, image("schema 1", "v1")));

    assertThat(only(FindingCode.DOCKER_SCHEMA_1, Severity.WARNING).what())
        .contains("ml-platform/backend:v1");
  }

  @Test
  void givesARepositoryWithOverlongTagsAnotherPrefix() {
    world.legacy("backend", image("long", "v".repeat(125)));

    assertThat(only(FindingCode.TAG_OVERLONG, Severity.WARNING).remedy()).contains(ANOTHER_PREFIX);
  }

  @Test
  void givesARepositoryWithAmbiguousTagsAnotherPrefix() {
    world.legacy("backend", image("ambiguous", "api-v1"));

    assertThat(only(FindingCode.TAG_AMBIGUOUS, Severity.WARNING).remedy()).contains(ANOTHER_PREFIX);
  }

  @Test
  void namesWhatWasPushedDirectly() {
    world.legacy("backend", old(image("legacy", "v1"))).consolidated(image("direct", "backend-v1"));

    assertThat(only(FindingCode.TAG_PUSHED_DIRECTLY, Severity.WARNING).what())
        .isEqualTo("1 tags were pushed directly to data-platform-dev: ml-platform/backend:v1");
  }

  private PreflightFinding only(FindingCode code, Severity severity) {
    assertThat(findings()).extracting(PreflightFinding::code).containsExactly(code);
    assertThat(findings()).extracting(PreflightFinding::severity).containsExactly(severity);
    return findings().getFirst();
  }

  private List<PreflightFinding> findings() {
    return new PlanFindings(world.mapping).of(world.plan());
  }
}
