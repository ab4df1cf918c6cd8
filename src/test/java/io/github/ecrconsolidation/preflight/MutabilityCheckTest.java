package io.github.ecrconsolidation.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Image.Status;
import io.github.ecrconsolidation.oci.Images;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import io.github.ecrconsolidation.preflight.Remedy.Parameter;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MutabilityCheckTest {
  private static final RepositoryName BACKEND = new RepositoryName("ml-platform/backend");
  private static final RepositoryName CONSOLIDATED = new RepositoryName("data-platform-dev");
  private static final Instant PUSHED = Instant.parse("2026-01-01T00:00:00Z");
  private static final TagMutability MUTABLE = new TagMutability(Mode.MUTABLE, List.of());

  private static TagMutability immutableBut(String... exclusions) {
    return new TagMutability(Mode.IMMUTABLE, List.of(exclusions));
  }

  private static Repository repository(RepositoryName name, TagMutability mutability) {
    return new Repository(name, PUSHED, mutability, new Encryption("AES256", ""), false);
  }

  /** The findings on a legacy repository with {@code tags}, none of which is mirrored yet. */
  private static Map<String, PreflightFinding> findings(
      boolean ownedByStack, TagMutability legacy, TagMutability consolidated, String... tags) {
    var image =
        Images.image(
            Digest.of("image".getBytes(UTF_8)),
            Stream.of(tags).map(Tag::new).collect(Collectors.toSet()),
            new MediaType("application/vnd.oci.image.manifest.v1+json"),
            Optional.empty(),
            Status.ACTIVE,
            PUSHED);
    var input =
        new PreflightInput(
            List.of(repository(BACKEND, legacy)),
            repository(CONSOLIDATED, consolidated),
            new RegistrySnapshot(
                List.of(BACKEND),
                Map.of(BACKEND, new RepositorySnapshot(BACKEND, List.of(image))),
                new RepositorySnapshot(CONSOLIDATED, List.<Image>of()),
                consolidated),
            new PreflightInput.Growth(0, 0),
            ownedByStack,
            new Read<>(true),
            new Read<>(Set.of()),
            Optional.empty(),
            Optional.empty());
    var mapping = new TagMapping(new RepositoryName("ml-platform"), CONSOLIDATED, Map.of());
    return new MutabilityCheck(input, mapping)
        .check().stream().collect(Collectors.toMap(PreflightFinding::code, finding -> finding));
  }

  private static Remedy remedy(Map<String, PreflightFinding> findings, String code) {
    return Optional.ofNullable(findings.get(code)).orElseThrow().remedy();
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

    assertThat(findings).containsOnlyKeys("signatureTagsImmutable", "movingTagsImmutable");
    assertThat(findings.values())
        .extracting(PreflightFinding::remedy)
        .containsOnly(new Parameter("MutableTags", "*-edge,*-main"));
  }

  @Test
  void namesLinesOfTerraformWhereTheRepositoryIsNotTheStacks() {
    var findings = findings(false, MUTABLE, immutableBut("sha256-*"), "main");

    assertThat(remedy(findings, "movingTagsImmutable"))
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

    assertThat(remedy(findings(true, MUTABLE, full, tags), "movingTagsImmutable"))
        .isEqualTo(new Parameter("MutableTags", "*"));
    assertThat(remedy(findings(false, MUTABLE, full, tags), "movingTagsImmutable").text())
        .contains("image_tag_mutability = \"MUTABLE\"");
  }

  @Test
  void takesATagThatMayNotMoveInItsLegacyRepositoryForNoMovingOne() {
    assertThat(findings(true, immutableBut(), immutableBut("*latest", "sha256-*"), "main"))
        .isEmpty();
  }

  @Test
  void tellsWhichRepositoriesLoseTheirProtection() {
    var findings = findings(true, immutableBut(), MUTABLE, "v1");

    assertThat(findings).containsOnlyKeys("immutabilityLost");
    assertThat(findings.values())
        .extracting(PreflightFinding::what)
        .first()
        .asString()
        .contains("ml-platform/backend");
  }
}
