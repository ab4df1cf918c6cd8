package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Targets.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferencePlannerTest {
  private static final String OTHER_HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  @Test
  void changesNoFilledInTagWhereAValueHasThePrefixAlready() {
    var files =
        Map.of(
            "ci.sh", "docker pull H/ml-platform/a:$TAG\n",
            "values.yaml", "image: {repository: H/data-platform-dev, tag: a-v1}");

    assertThat(Rewriting.findings(List.of(), files)).singleElement().matches(Rewriting::isLeft);
  }

  @Test
  void keepsTheDigestAndMapsTheTagBesideIt() {
    assertThat(Rewriting.of("a.yaml", "image: H/ml-platform/a@" + Samples.DIGEST))
        .isEqualTo("image: H/data-platform-dev@" + Samples.DIGEST);
    assertThat(Rewriting.of("a.yaml", "image: H/ml-platform/a:v1@" + Samples.DIGEST))
        .isEqualTo("image: H/data-platform-dev:a-v1@" + Samples.DIGEST);
    assertThat(Rewriting.of("a.yaml", "image: H/ml-platform/a@{{ .Values.digest }}"))
        .isEqualTo("image: H/data-platform-dev@{{ .Values.digest }}");
  }

  @Test
  void refusesATagThatTheMappingRefuses() {
    assertThat(Rewriting.reasons("a.yaml", "image: H/ml-platform/backend:" + "v".repeat(125)))
        .singleElement()
        .asString()
        .contains("a tag may have 128");
  }

  @Test
  void refusesATagThatAnotherRepositoryOfTheInputOwns() {
    var findings =
        Rewriting.findings(
            List.of(),
            Map.of("a", "H/ml-platform/backend:api-v1", "b", "H/ml-platform/backend-api:v2"));

    assertThat(findings).extracting(Rewriting::isLeft).containsExactly(true, false);
  }

  @Test
  void refusesATagThatAListedRepositoryOwns() {
    var listed = List.of(new RepositoryName("ml-platform/backend-api"));

    assertThat(Rewriting.findings(listed, Map.of("a", "H/ml-platform/backend:api-v1")))
        .singleElement()
        .matches(Rewriting::isLeft);
  }

  @Test
  void leavesEqualPrefixesToAnOperatorUnlessTheirAgeIsKnown() {
    var files = Map.of("a", "H/ml-platform/a-b:v1", "b", "H/ml-platform/a/b:v1");
    var listed =
        List.of(new RepositoryName("ml-platform/a/b"), new RepositoryName("ml-platform/a-b"));

    assertThat(Rewriting.findings(List.of(), files)).allMatch(Rewriting::isLeft);
    assertThat(Rewriting.findings(listed.subList(1, 2), files)).allMatch(Rewriting::isLeft);
    assertThat(Rewriting.findings(listed, files))
        .extracting(Rewriting::isLeft)
        .containsExactly(true, false);
  }

  @Test
  void refusesAFilledInTagThatAnotherRepositoryOwnsWhateverFillsItIn() {
    var files =
        Map.of(
            "a", "H/ml-platform/backend:api-$TAG H/ml-platform/backend:apis-$TAG",
            "b", "H/ml-platform/backend-api:$TAG");

    assertThat(Rewriting.findings(List.of(), files))
        .extracting(Rewriting::isLeft)
        .containsExactly(true, false, false);
  }

  @Test
  void leavesFilledInTagsOfEqualPrefixesToAnOperatorUnlessTheirAgeIsKnown() {
    var files = Map.of("a", "H/ml-platform/a-b:$TAG", "b", "H/ml-platform/a/b:$TAG");
    var listed =
        List.of(new RepositoryName("ml-platform/a/b"), new RepositoryName("ml-platform/a-b"));

    assertThat(Rewriting.findings(List.of(), files)).allMatch(Rewriting::isLeft);
    assertThat(Rewriting.findings(listed, files))
        .extracting(Rewriting::isLeft)
        .containsExactly(true, false);
  }

  @Test
  void leavesTheManifestsThatAKustomizationSelectsByName() {
    var base =
        "apiVersion: v1\nkind: Pod\nmetadata: {}\nspec: {containers: [{image: 'H/ml-platform/a:v1'}]}";
    var overlay = "images:\n- name: H/ml-platform/a\n  newTag: v2\n";

    var findings =
        Rewriting.findings(
            List.of(), Map.of("base/pod.yaml", base, "dev/kustomization.yaml", overlay));

    assertThat(findings).extracting(Rewriting::isLeft).containsExactly(true, false);
  }

  @Test
  void leavesSplitValuesThatAFileBesideThemOverrides() {
    var files =
        Map.of(
            "chart/values.yaml", "image: {repository: H/ml-platform/a, tag: v1}",
            "chart/values-prod.yaml", "image:\n  tag: v2\n");

    assertThat(Rewriting.findings(List.of(), files))
        .singleElement()
        .matches(Rewriting::isLeft)
        .asString()
        .contains("chart/values-prod.yaml:2");
  }

  @Test
  void saysWhatItBecomesWhereOnlyTheTagIsUnknown() {
    assertThat(Rewriting.reasons("a.yaml", "a: H/ml-platform/a"))
        .containsExactly(
            "it has no tag here, which may stand elsewhere; it becomes data-platform-dev:a-<tag>");
    assertThat(Rewriting.reasons("a.yaml", "registry: H/ml-platform"))
        .singleElement()
        .asString()
        .doesNotContain("it becomes");
  }

  @Test
  void rewritesNothingWhereTheInputsNameSeveralRegistries() {
    var files =
        Map.of("a", "H/ml-platform/a:v1", "b", "H/ml-platform/a:v1".replace("H", OTHER_HOST));

    assertThat(Rewriting.findings(List.of(), files)).hasSize(2).allMatch(Rewriting::isLeft);
  }

  @Test
  void rewritesEachFileByTheMappingOfItsPath() {
    var staging = new TagMapping(Samples.NAMESPACE, new RepositoryName("staging"), Map.of());
    var targets =
        new Targets(staging, Optional.empty(), Optional.empty(), List.of(new Path("k8s", staging)));
    var finder = new ReferenceFinder(Samples.NAMESPACE, List.of());
    var inside = finder.find("k8s/a", Samples.full("H/ml-platform/a:v1"), false);
    var outside = finder.find("a", Samples.full("H/ml-platform/a:v1"), false);

    var planner = new ReferencePlanner(targets, List.of(), List.of(inside, outside));

    assertThat(planner.plan(inside)).allMatch(Finding::isRewritten);
    assertThat(planner.plan(outside)).allMatch(Rewriting::isLeft);
  }
}
