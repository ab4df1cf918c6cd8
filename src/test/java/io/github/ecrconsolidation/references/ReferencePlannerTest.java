package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferencePlannerTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @Test
  void changesNoFilledInTagWhereHelmValuesGiveTheTagOfTheSameRepository() {
    var files =
        Map.of(
            "ci.sh", "docker pull H/ml-platform/a:$TAG\n",
            "values.yaml", "image: {repository: H/ml-platform/a, tag: v1}");

    assertThat(Rewriting.findings(List.of(), files))
        .extracting(Finding::isRewritten)
        .containsExactly(false, true);
  }

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
    assertThat(Rewriting.of("a.yaml", "image: H/ml-platform/a@" + DIGEST))
        .isEqualTo("image: H/data-platform-dev@" + DIGEST);
    assertThat(Rewriting.of("a.yaml", "image: H/ml-platform/a:v1@" + DIGEST))
        .isEqualTo("image: H/data-platform-dev:a-v1@" + DIGEST);
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
  void leavesTheManifestsThatAKustomizationSelectsByName() {
    var base =
        "apiVersion: v1\nkind: Pod\nmetadata: {}\nspec: {containers: [{image: 'H/ml-platform/a:v1'}]}";
    var overlay = "images:\n- name: H/ml-platform/a\n  newTag: v2\n";

    var findings =
        Rewriting.findings(
            List.of(), Map.of("base/pod.yaml", base, "dev/kustomization.yaml", overlay));

    assertThat(findings).extracting(Rewriting::isLeft).containsExactly(true, false);
    assertThat(Rewriting.of("dev/kustomization.yaml", overlay))
        .isEqualTo(
            "images:\n- name: H/ml-platform/a\n  newName: H/data-platform-dev\n  newTag: a-v2\n");
    assertThat(
            Rewriting.of("kustomization.yaml", "images: [{name: H/ml-platform/a, newTag: v2}]\n"))
        .isEqualTo(
            "images: [{name: H/ml-platform/a, newName: H/data-platform-dev, newTag: a-v2}]\n");
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
}
