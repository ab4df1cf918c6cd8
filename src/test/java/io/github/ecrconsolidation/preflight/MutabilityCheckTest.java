package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightWorld.BACKEND;
import static io.github.ecrconsolidation.preflight.PreflightWorld.CONSOLIDATED;
import static io.github.ecrconsolidation.preflight.PreflightWorld.MAPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MutabilityCheckTest {
  private static final TagMutability MUTABLE = new TagMutability(Mode.MUTABLE, List.of());

  private static TagMutability immutableBut(String... exclusions) {
    return new TagMutability(Mode.IMMUTABLE, List.of(exclusions));
  }

  /** The findings on a legacy repository with {@code tags}, none of which is mirrored yet. */
  private static Map<FindingCode, PreflightFinding> findings(
      boolean ownedByStack, TagMutability legacy, TagMutability consolidated, String... tags) {
    var world =
        new PreflightWorld()
            .mutability(BACKEND, legacy)
            .mutability(CONSOLIDATED, consolidated)
            .push(BACKEND, "image", tags);
    world.ownedByStack = ownedByStack;
    return new MutabilityCheck(world.input(), MAPPING)
        .check().stream().collect(Collectors.toMap(PreflightFinding::code, finding -> finding));
  }

  private static Remedy remedy(Map<FindingCode, PreflightFinding> findings, FindingCode code) {
    return Optional.ofNullable(findings.get(code)).flatMap(PreflightFinding::remedy).orElseThrow();
  }

  @Test
  void findsNothingWhereTheSameTagsMayMove() {
    assertThat(findings(true, MUTABLE, MUTABLE, "v1", "latest")).isEmpty();
    assertThat(findings(true, MUTABLE, immutableBut("*latest", "sha256-*"), "v1", "latest"))
        .isEmpty();
  }

  @Test
  void namesTheParameterWithAllItsTagsThatMayMove() {
    var findings = findings(true, MUTABLE, immutableBut("*latest", "*-edge"), "v1", "main");

    assertThat(findings)
        .containsOnlyKeys(FindingCode.SIGNATURE_TAGS_IMMUTABLE, FindingCode.MOVING_TAGS_IMMUTABLE);
    assertThat(findings.values())
        .extracting(PreflightFinding::remedy)
        .containsOnly(Optional.of(new Parameter("MutableTags", "*-edge,*-main")));
  }

  @Test
  void namesLinesOfTerraformWhereTheRepositoryIsNotTheStacks() {
    var findings = findings(false, MUTABLE, immutableBut("sha256-*"), "main");

    assertThat(remedy(findings, FindingCode.MOVING_TAGS_IMMUTABLE))
        .isInstanceOfSatisfying(
            Terraform.class,
            terraform ->
                assertThat(terraform.lines())
                    .contains(
                        "image_tag_mutability = \"IMMUTABLE_WITH_EXCLUSION\"",
                        "filter      = \"sha256-*\"",
                        "filter      = \"*-main\""));
  }

  @Test
  void letsAllTagsMoveWhereEcrTakesNoMoreFilters() {
    var full = immutableBut("a", "b", "c", "sha256-*");
    var tags = new String[] {"main", "edge"};

    assertThat(remedy(findings(true, MUTABLE, full, tags), FindingCode.MOVING_TAGS_IMMUTABLE))
        .isEqualTo(new Parameter("MutableTags", "*"));
    assertThat(
            remedy(findings(false, MUTABLE, full, tags), FindingCode.MOVING_TAGS_IMMUTABLE).text())
        .contains("image_tag_mutability = \"MUTABLE\"");
  }

  @Test
  void takesATagThatMayNotMoveInItsLegacyRepositoryForNoMovingOne() {
    assertThat(findings(true, immutableBut(), immutableBut("*latest", "sha256-*"), "main"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v*"})
  void protectsTagsAsTheTemplateDoesWhereTheRepositoryIsMutable(String immutable) {
    var exclusions = immutable.isEmpty() ? List.<String>of() : List.of(immutable);
    var mutable = new TagMutability(Mode.MUTABLE, exclusions);

    assertThat(
            remedy(findings(false, immutableBut(), mutable, "1.0"), FindingCode.IMMUTABILITY_LOST)
                .text())
        .contains(
            "image_tag_mutability = \"IMMUTABLE_WITH_EXCLUSION\"",
            "filter      = \"*latest\"",
            "filter      = \"sha256-*\"")
        .doesNotContain("v*");
  }

  @Test
  void tellsWhichRepositoriesLoseTheirProtection() {
    var findings = findings(true, immutableBut(), MUTABLE, "v1");

    assertThat(findings).containsOnlyKeys(FindingCode.IMMUTABILITY_LOST);
    assertThat(findings.values())
        .extracting(PreflightFinding::what)
        .first()
        .isEqualTo(
            "tags that are immutable in ml-platform/backend may move in data-platform-dev (MUTABLE,"
                + " exclusion filters [])");
  }
}
