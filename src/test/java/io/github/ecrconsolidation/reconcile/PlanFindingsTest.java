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
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanFindingsTest {
  private static final String SIGNATURE = "sha256-" + "a".repeat(64) + ".sig";
  private static final MediaType SCHEMA_1 =
      new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");

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

    var finding = only("oldImagesMissing", Severity.WARNING);

    assertThat(finding.what())
        .isEqualTo("2 older images are missing: ml-platform/backend:v1, ml-platform/backend:v2");
    assertThat(finding.means()).contains("data-platform-dev");
    assertThat(finding.remedy().text()).contains("--function-name reconcile", "backfill");
  }

  @Test
  void namesTheImmutableTagToDelete() {
    world.mutability = new TagMutability(Mode.IMMUTABLE, List.of());
    world.legacy("backend", image("next", "v1")).consolidated(old(image("before", "backend-v1")));

    var finding = only("tagImmutable", Severity.ERROR);

    assertThat(finding.what()).startsWith("1 tags hold another digest");
    assertThat(finding.remedy().text())
        .contains("--repository-name data-platform-dev", "imageTag=backend-v1");
  }

  @Test
  void namesTheRepositoryWhoseTagIsHeldForAnother() {
    world
        .legacy("backend", image("one", SIGNATURE))
        .legacy("backend-api", image("other", SIGNATURE));

    assertThat(only("tagHeldForAnother", Severity.WARNING).remedy().text())
        .contains("--repository-name ml-platform/backend-api");
  }

  @Test
  void restoresFromTheArchiveInWhichTheImageIs() {
    world
        .legacy("backend", archived(image("here", "v1")), image("there", "v2"))
        .consolidated(archived(image("there", "backend-v2")));

    assertThat(findings())
        .extracting(PreflightFinding::code)
        .containsExactly("legacyArchived", "mirroredArchived");
    assertThat(findings().getFirst().remedy().text())
        .contains("--repository-name ml-platform/backend", digest("here").value());
    assertThat(findings().getLast().remedy().text())
        .contains("--repository-name data-platform-dev", digest("there").value());
  }

  @Test
  void namesSchema1() {
    world.legacy("backend", Images.as(SCHEMA_1, image("schema 1", "v1")));

    assertThat(only("dockerSchema1", Severity.WARNING).remedy().text())
        .contains("--repository-name ml-platform/backend");
  }

  @Test
  void givesARepositoryWithOverlongTagsAnotherPrefix() {
    world.legacy("backend", image("long", "v".repeat(125)));

    assertThat(only("tagOverlong", Severity.WARNING).remedy().text())
        .contains("ServicePrefixes", "ml-platform/backend=");
  }

  @Test
  void givesARepositoryWithAmbiguousTagsAnotherPrefix() {
    world.legacy("backend", image("ambiguous", "api-v1"));

    assertThat(only("tagAmbiguous", Severity.WARNING).remedy().text())
        .contains("ServicePrefixes", "ml-platform/backend=");
  }

  @Test
  void requestsWhatWasPushedDirectly() {
    world.legacy("backend", old(image("legacy", "v1"))).consolidated(image("direct", "backend-v1"));

    assertThat(only("tagPushedDirectly", Severity.WARNING).remedy().text())
        .contains("aws events put-events", "\\\"image-tag\\\":\\\"v1\\\"", "\\\"override\\\":true");
  }

  private PreflightFinding only(String code, Severity severity) {
    assertThat(findings()).extracting(PreflightFinding::code).containsExactly(code);
    assertThat(findings()).extracting(PreflightFinding::severity).containsExactly(severity);
    return findings().getFirst();
  }

  private List<PreflightFinding> findings() {
    return new PlanFindings(world.mapping, "reconcile").of(world.plan());
  }
}
