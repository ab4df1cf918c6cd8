package io.github.ecrconsolidation.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightFinding.Severity;
import io.github.ecrconsolidation.preflight.Remedy.Terraform;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamespaceCheckTest {
  private final PreflightWorld world = new PreflightWorld();

  @Test
  void findsNothingWhereTheTagNamesTheNamespace() {
    assertThat(check(tag("ml-platform"))).isEmpty();
  }

  @Test
  void refusesASecondNamespace() {
    var finding = check(tag("team-b")).orElseThrow();

    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.code()).isEqualTo(FindingCode.SECOND_NAMESPACE);
    assertThat(finding.what()).contains("the namespace team-b").endsWith("not ml-platform");
  }

  @Test
  void namesTheTagThatIsMissing() {
    var finding = check(new Read<>(Map.of("team", "ml"))).orElseThrow();

    assertThat(finding.summary())
        .isEqualTo(
            "namespaceTag: data-platform-dev lacks the resource tag"
                + " ecr-consolidation:legacy-namespace=ml-platform");
    assertThat(finding.remedy()).isEmpty();
  }

  @Test
  void namesTheLineOfTerraformWhereTheRepositoryIsNotTheStacks() {
    world.ownedByTerraform();

    assertThat(check(new Read<>(Map.of())).orElseThrow().remedy())
        .contains(
            new Terraform(
                "in the aws_ecr_repository: tags = { \"ecr-consolidation:legacy-namespace\" ="
                    + " \"ml-platform\" }"));
  }

  @Test
  void doesNotTakeTagsThatCouldNotBeReadForMissing() {
    assertThat(check(PreflightWorld.denied()))
        .get()
        .extracting(PreflightFinding::code)
        .isEqualTo(FindingCode.NAMESPACE_TAG_UNKNOWN);
  }

  private static Reading<Map<String, String>> tag(String namespace) {
    return new Read<>(Map.of(NamespaceTag.KEY, namespace));
  }

  private Optional<PreflightFinding> check(Reading<Map<String, String>> tags) {
    return NamespaceCheck.check(world.input(), tags, new RepositoryName("ml-platform"));
  }
}
