package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.TagPolicy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutomationTest {
  private final Matches matches = new Matches("a.yaml");

  private static Optional<Automation> read(String yaml) {
    return Automation.of(Samples.mapping(full(yaml)), GRAMMAR);
  }

  private void note(String yaml) {
    read(yaml).orElseThrow().note(matches, 3, "where");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{kind: ImageRepository, spec: {image: H/ml-platform/a}} | Flux scans it for tags",
        "{kind: OCIRepository} | Flux pulls it by url and ref",
        "{kind: HelmRepository} | Helm finds a chart",
        "{kind: ImageUpdater} | Argo CD Image Updater",
        "{kind: Application, metadata: {annotations: {argocd-image-updater.argoproj.io/image-list: a=H/ml-platform/a}}} | Argo CD Image Updater",
        "{kind: ApplicationSet, metadata: {annotations: {argocd-image-updater.argoproj.io/image-list: a=H/ml-platform/a}}} | Argo CD Image Updater",
      })
  void saysWhatToChangeForEachReferenceInIt(String yaml, String reason) {
    assertThat(read(yaml).orElseThrow().reason()).startsWith(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: Deployment, spec: {image: H/ml-platform/a}}",
        "{kind: ImageRepository}",
        "{kind: ImagePolicy, spec: {policy: {}}}",
        "{kind: Application, metadata: {annotations: {argocd-image-updater.argoproj.io/image-list: nginx}}}",
        "{kind: Application, metadata: {name: H/ml-platform/a}}",
        "{spec: {image: H/ml-platform/a}}",
      })
  void anythingElseIsNone(String yaml) {
    assertThat(read(yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"H/ml-platform/a, true", "H/data-platform-dev, false"})
  void anImageRepositoryScansALegacyOneOrNot(String image, boolean legacy) {
    note("{kind: ImageRepository, metadata: {name: app}, spec: {image: %s}}".formatted(image));

    assertThat(matches.imageRepositories()).containsOnly(Map.entry("app", legacy));
    assertThat(matches.found()).isEmpty();
  }

  @Test
  void anImagePolicySelectsFromAnImageRepository() {
    note("{kind: ImagePolicy, metadata: {name: p}, spec: {imageRepositoryRef: {name: app}}}");

    assertThat(matches.imagePolicies()).containsOnly(Map.entry("p", "app"));
    assertThat(matches.found())
        .containsExactly(
            new Match(3, "where", "ImagePolicy p", Optional.empty(), false, new TagPolicy("app")));
  }

  @Test
  void noOtherObjectHasASayInOtherInputs() {
    note("{kind: HelmRepository, metadata: {name: app}}");

    assertThat(matches.isEmpty()).isTrue();
  }
}
