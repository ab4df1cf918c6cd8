package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Interpretation.Automated;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Slot;
import io.github.ecrconsolidation.references.Interpretation.Unclear;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotesTest {
  private static final Named CLAIM = Samples.named("ml-platform/a", "v1");

  private final Matches matches = new Matches("a.sh");

  private List<Match> note(String text, Interpretation interpretation) {
    var full = full(text);
    new Notes(GRAMMAR, matches, full, true).add(Samples.occurrence(full), interpretation);
    return matches.found();
  }

  @Test
  void writesDownLineTextAndRepository() {
    assertThat(note("a\nb H/ml-platform/a:v1 c", CLAIM))
        .containsExactly(
            new Match(
                2,
                "",
                full("H/ml-platform/a:v1"),
                Optional.of(new RepositoryName("ml-platform/a")),
                false,
                CLAIM));
  }

  @Test
  void namesNoLineWhereThereIsNone() {
    var text = full("\nH/ml-platform/a:v1");

    new Notes(GRAMMAR, matches, text, false).add(Samples.occurrence(text), CLAIM);

    assertThat(matches.found()).extracting(Match::line).containsExactly(0);
  }

  @Test
  void countsWhatIsToBeIgnoredAndNothingElse() {
    assertThat(note("H/ml-platform/a:v1 # ecr-consolidation: ignore", CLAIM)).isEmpty();
    assertThat(matches.ignored()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"docker pull, false, false", "docker push, false, true", "tags:, true, true"})
  void aPushIsWhatTheLineOrTheStructureSays(String before, boolean structure, boolean pushed) {
    var text = full(before + " H/ml-platform/a:v1");

    new Notes(GRAMMAR, matches, text, true).add(Samples.occurrence(text), CLAIM, "", structure, "");

    assertThat(matches.found()).extracting(Match::pushed).containsExactly(pushed);
  }

  @Test
  void aBuildCacheDoesNotMove() {
    assertThat(note("cache-to: H/ml-platform/a:cache", CLAIM))
        .extracting(match -> Samples.reason(match.interpretation()))
        .singleElement()
        .asString()
        .startsWith("a build cache does not belong");
  }

  @Test
  void aNameThatACommandSelectsAnImageByStays() {
    assertThat(note("kustomize edit set image H/ml-platform/a:v1", CLAIM))
        .extracting(match -> Samples.reason(match.interpretation()))
        .singleElement()
        .asString()
        .startsWith("it selects an image of a Kustomization by this name");
    assertThat(matches.selected()).containsKey(full("H/ml-platform/a"));
  }

  @Test
  void aNameIsInOrderWhereTheCommandSaysWhatIsPulled() {
    assertThat(note("kustomize edit set image H/ml-platform/a=b:v1", CLAIM)).isEmpty();
    assertThat(matches.selected()).containsKey(full("H/ml-platform/a"));
  }

  @Test
  void aMarkerOfFluxSaysWhoWritesIt() {
    assertThat(note("image: H/ml-platform/a:v1 # {\"$imagepolicy\": \"ns:app\"}", CLAIM))
        .extracting(Match::interpretation)
        .containsExactly(CLAIM.with(new Automated("app")));
  }

  @Test
  void aMarkerMayStandBesideTheTag() {
    var text = "a: H/ml-platform/a\ntag: v1 # {\"$imagepolicy\": \"ns:app:tag\"}";
    var tag = full(text).indexOf("v1");
    var interpretation =
        new Named(
            CLAIM.host(),
            CLAIM.repository(),
            CLAIM.tag(),
            false,
            "",
            List.of(new Slot(new Span(tag, tag + 2), "")),
            CLAIM.use(),
            "");

    assertThat(note(text, interpretation))
        .extracting(Match::interpretation)
        .containsExactly(interpretation.with(new Automated("app")));
  }

  @Test
  void aMarkerSaysNothingOfWhatIsUnclear() {
    var unclear = new Unclear("why");

    assertThat(note("H/ml-platform/a # {\"$imagepolicy\": \"ns:app\"}", unclear))
        .extracting(Match::interpretation)
        .containsExactly(unclear);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"REPO=ml-platform/a", "REPO: 'ml-platform/a'", "REPO=b\nREPO=ml-platform"})
  void aVariableThatGivesALegacyRepositoryIsNamed(String definition) {
    assertThat(note(definition + "\ndocker pull H/$REPO:v1", CLAIM))
        .extracting(match -> Samples.reason(match.interpretation()))
        .singleElement()
        .asString()
        .startsWith("REPO is ml-platform");
  }

  @Test
  void aVariableThatGivesAnotherRepositoryIsNoReference() {
    assertThat(note("REPO=data-platform-dev\ndocker pull H/$REPO:v1", CLAIM)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "REPO=$OTHER\n", "REPOSITORY=b\n"})
  void aVariableThatIsGivenElsewhereIsPossible(String definition) {
    assertThat(note(definition + "docker pull H/$REPO:v1", CLAIM))
        .extracting(match -> Samples.reason(match.interpretation()))
        .containsExactly("possible: its repository is filled in elsewhere");
  }
}
