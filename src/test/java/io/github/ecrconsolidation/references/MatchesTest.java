package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchesTest {
  private final Matches matches = new Matches("chart/values.yaml");

  private static Match match(String repository) {
    var name = Optional.of(repository).filter(it -> !it.isEmpty()).map(RepositoryName::new);
    return new Match(1, "", "", name, false, new Unclear("why"));
  }

  @Test
  void areEmptyUntilAnythingIsSaid() {
    assertThat(matches.isEmpty()).isTrue();
    for (Consumer<Matches> say :
        List.<Consumer<Matches>>of(
            it -> it.add(match("")),
            it -> it.addSelected("a", 1),
            it -> it.addTagOverride("image", 1),
            it -> it.addImageRepository("a", false),
            it -> it.addImagePolicy("a", "b"),
            it -> it.addTagValue("v1", 1),
            Matches::ignore)) {
      var said = new Matches("a");
      say.accept(said);
      assertThat(said.isEmpty()).isFalse();
    }
  }

  @Test
  void nameTheFirstPlaceOfEach() {
    matches.addSelected("a", 1);
    matches.addSelected("a", 2);
    matches.addTagOverride("image", 3);
    matches.addTagOverride("image", 4);
    matches.addTagValue("v1", 5);
    matches.addTagValue("v1", 6);

    assertThat(matches.selected()).containsEntry("a", "chart/values.yaml:1");
    assertThat(matches.tagOverrides()).containsEntry("image", 3);
    assertThat(matches.tagValues()).containsEntry("v1", 5);
  }

  @Test
  void anImageRepositoryThatIsLegacyOnceIsLegacy() {
    matches.addImageRepository("a", true);
    matches.addImageRepository("a", false);
    matches.addImageRepository("b", false);

    assertThat(matches.imageRepositories()).containsEntry("a", true).containsEntry("b", false);
  }

  @Test
  void nameTheRepositoriesThatAreKnown() {
    matches.add(match("ml-platform/a"));
    matches.add(match(""));

    assertThat(matches.repositories()).containsExactly(new RepositoryName("ml-platform/a"));
  }

  @ParameterizedTest
  @CsvSource({"chart/values.yaml, chart/", "a/b/c, a/b/", "a, ''", "-, ''"})
  void areInTheFolderOfTheirFile(String input, String folder) {
    assertThat(new Matches(input).folder()).isEqualTo(folder);
  }
}
