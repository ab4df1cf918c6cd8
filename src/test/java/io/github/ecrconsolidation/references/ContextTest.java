package io.github.ecrconsolidation.references;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.mapping.TagPrefix;
import io.github.ecrconsolidation.references.Interpretation.Automated;
import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Selectable;
import io.github.ecrconsolidation.references.Interpretation.Use;
import io.github.ecrconsolidation.references.Interpretation.Values;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextTest {
  private final Matches in = new Matches("chart/values.yaml");
  private final Matches other = new Matches("other/values.yaml");

  private Context context() {
    return new Context(List.of(in, other));
  }

  private static Named used(Use use) {
    return Samples.named("ml-platform/a", "v1", false, use);
  }

  private static Match match(int line, Named interpretation) {
    return new Match(line, "", "", Optional.of(interpretation.repository()), false, interpretation);
  }

  private Optional<String> objection(Use use) {
    return context().objection(used(use), in);
  }

  @Test
  void aLiteralReferenceDependsOnNothing() {
    other.addSelected(Samples.HOST + "/ml-platform/a", 3);
    in.addTagOverride("image", 2);

    assertThat(objection(new Literal())).isEmpty();
  }

  @Test
  void anImageStaysWhereAKustomizationSelectsItByName() {
    other.addSelected(Samples.HOST + "/ml-platform/a", 3);

    assertThat(objection(new Selectable()).orElseThrow())
        .startsWith("other/values.yaml:3 selects it by this name");
  }

  @Test
  void anImageMovesWhereAKustomizationSelectsAnother() {
    other.addSelected(Samples.HOST + "/ml-platform/b", 3);
    other.addSelected("registry.example.com:5000/ml-platform/a", 3);

    assertThat(objection(new Selectable())).isEmpty();
  }

  @Test
  void valuesStayWhereAFileBesideThemGivesAnotherTag() {
    in.addTagOverride("image", 2);

    assertThat(objection(new Values("image")).orElseThrow())
        .startsWith("chart/values.yaml:2 gives it another tag");
    assertThat(objection(new Values("job.image"))).isEmpty();
  }

  @Test
  void valuesMoveWhateverAFileInAnotherFolderGives() {
    other.addTagOverride("image", 2);

    assertThat(objection(new Values("image"))).isEmpty();
  }

  @Test
  void whatAPolicyWritesStaysUntilThePolicyIsKnown() {
    assertThat(objection(new Automated("app")).orElseThrow()).contains("not among the inputs");

    other.addImagePolicy("app", "scanned");

    assertThat(objection(new Automated("app")).orElseThrow()).contains("not among the inputs");
  }

  @Test
  void whatAPolicyWritesMovesOnceItScansNoLegacyRepository() {
    other.addImagePolicy("app", "scanned");
    other.addImageRepository("scanned", false);
    assertThat(objection(new Automated("app"))).isEmpty();

    in.addImageRepository("scanned", true);

    assertThat(objection(new Automated("app")).orElseThrow()).contains("is a legacy one");
  }

  @Test
  void aPolicyOfALegacyImageRepositorySelectsByThePrefix() {
    in.addImageRepository("scanned", true);
    other.addImageRepository("scanned", false);
    other.addImageRepository("current", false);

    assertThat(context().tagPolicy("scanned", "; hint").orElseThrow())
        .startsWith("it selects the tags of the image repository scanned")
        .endsWith("'$version'; hint");
    assertThat(context().tagPolicy("current", "")).isEmpty();
    assertThat(context().tagPolicy("unknown", "")).isEmpty();
  }

  @Test
  void aFilledInTagStaysWhereAValueGivesTheTagOfTheSameRepository() {
    other.add(match(4, used(new Values("image"))));
    other.add(match(5, used(new Values("job.image"))));
    var open = Samples.named("ml-platform/a", "$TAG", true, new Literal());

    assertThat(context().objection(open, in).orElseThrow())
        .contains("other/values.yaml:4 gives this repository's tag as a value");
    assertThat(context().objection(used(new Literal()), in)).isEmpty();
    assertThat(context().objection(Samples.named("ml-platform/b", "$TAG", true, new Literal()), in))
        .isEmpty();
  }

  @Test
  void aTagMayHaveThePrefixAlready() {
    other.addTagValue("ab-v1", 8);
    assertThat(context().prefixedAlready(new TagPrefix("a"))).isEmpty();

    in.addTagValue("a-v1", 7);

    assertThat(context().prefixedAlready(new TagPrefix("a")).orElseThrow())
        .endsWith("the value of chart/values.yaml:7 has the prefix already");
  }
}
