package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How each kind of text is read is tested with the class that reads it. */
class ReferenceFinderTest {
  private static final String SPLIT =
      "{\"image\": {\"repository\": \"H/ml-platform/a\", \"tag\": \"v1\"}}";

  private final ReferenceFinder finder = new ReferenceFinder(Samples.NAMESPACE, Samples.REGISTRIES);

  private Matches find(String name, String text) {
    return finder.find(name, full(text), false);
  }

  private static boolean isReadByStructure(Matches matches) {
    return matches.found().stream()
        .anyMatch(match ->
            match.interpretation() instanceof Named named && named.use() instanceof Values);
  }

  @ParameterizedTest
  @ValueSource(strings = {"values.yaml", "a.yml", "a.json", "-"})
  void readsYamlAndJsonByTheirStructure(String name) {
    assertThat(isReadByStructure(find(name, SPLIT))).isTrue();
    assertThat(isReadByStructure(find(name, "\uFEFF" + SPLIT))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Makefile", "main.tf", "Dockerfile", "renovate.json"})
  void readsAnythingElseAsText(String name) {
    var matches = find(name, SPLIT);

    assertThat(isReadByStructure(matches)).isFalse();
    assertThat(matches.found()).hasSize(1);
  }

  @Test
  void readsATemplateThatIsNoYamlAsText() {
    assertThat(find("a.yaml", "{{ if .a }}\nimage: H/ml-platform/a:v1").found()).hasSize(1);
  }

  @Test
  void readsATextThatIsTooLargeForAStructureAsText() {
    var rest = ReferenceFinder.LARGEST_STRUCTURE - full(SPLIT).length();

    assertThat(isReadByStructure(find("a.yaml", SPLIT + " ".repeat(rest)))).isTrue();
    assertThat(isReadByStructure(find("a.yaml", SPLIT + " ".repeat(rest + 1)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image: {tag: v1}",
        "image: {imageTag: v1}",
        "{apiVersion: v1, kind: ImagePolicy, metadata: {}, spec: {imageRepositoryRef: {name: a}}}",
        "{apiVersion: v1, kind: ImageRepository, metadata: {}, spec: {image: a}}",
      })
  void readsWhatMayMatterForAnotherInput(String yaml) {
    assertThat(find("a.yaml", yaml).isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.yaml", "Makefile"})
  void saysNothingOfATextThatNamesNothing(String name) {
    assertThat(find(name, "image: nginx:v1").isEmpty()).isTrue();
    assertThat(find(name, "").isEmpty()).isTrue();
  }

  @Test
  void addsWhatEachObjectOfAClusterSays() {
    var matches = new Matches("-");
    for (var name : List.of("a", "b")) {
      finder.findIn(
          Samples.mapping(full("{image: 'H/ml-platform/%s:v1'}".formatted(name))), matches);
    }

    assertThat(matches.found())
        .extracting(Match::written)
        .containsExactly(full("H/ml-platform/a:v1"), full("H/ml-platform/b:v1"));
  }

  @Test
  void tellsWhetherATextOfUnknownEncodingNamesAnything() {
    assertThat(finder.isNamedIn(full("\u00c3 H/ml-platform/a:v1"))).isTrue();
    assertThat(finder.isNamedIn("see ml-platform/a")).isFalse();
  }
}
