package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.Literal;
import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Interpretation.Selectable;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeTextTest {

  private static Interpretation read(String text, boolean latestImplied) {
    var full = full(text);
    return FreeText.of(Samples.occurrence(full), full, latestImplied, false);
  }

  @ParameterizedTest
  @CsvSource({
    "a H/ml-platform/a:v1 b, a H/NEW:p-v1 b",
    "H/ml-platform/a@D, H/NEW@D",
    "H/ml-platform/a:v1@D, H/NEW:p-v1@D",
    "H/ml-platform/a:$TAG, H/NEW:p-$TAG",
    "H/ml-platform/a@$DIGEST, H/NEW@$DIGEST",
  })
  void changesRepositoryAndTagAndKeepsTheDigest(String text, String changed) {
    assertThat(Samples.changed(full(text), read(text, false))).isEqualTo(full(changed));
  }

  @Test
  void namesTheDigestThatIsKept() {
    assertThat(((Named) read("H/ml-platform/a:v1@D", false)).digest()).isEqualTo(full("@D"));
    assertThat(((Named) read("H/ml-platform/a:v1", false)).digest()).isEmpty();
  }

  @Test
  void impliesLatestWhereNothingCouldAddATag() {
    var named = (Named) read("H/ml-platform/a", true);

    assertThat(named.tag()).contains("latest");
    assertThat(named.remark()).isEqualTo("no tag means latest");
    assertThat(Samples.changed(full("H/ml-platform/a"), named)).isEqualTo(full("H/NEW:p-latest"));
  }

  @Test
  void addsNoTagToADigest() {
    assertThat(((Named) read("H/ml-platform/a@D", true)).tag()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "H/ml-platform/a | it has no tag here",
        "https://H/ml-platform/a:v1 | a URL is no image reference",
        "H/ml-platform/a:{{ .Values.tag }} | its tag is filled in elsewhere, by a value",
        "H/ml-platform/a:v1-{{ tpl .x . }} | its tag is filled in elsewhere, by a value",
        "H/ml-platform/a:{{ include \"tag\" . }} | its tag is filled in elsewhere, by a value",
        "H/ml-platform/a:{{ $tag }} | its tag is filled in elsewhere, by a value",
        "# renovate: H/ml-platform/a:v1 | an update tool",
      })
  void saysWhatItCannotDetermine(String text, String reason) {
    assertThat(Samples.reason(read(text, false))).startsWith(reason);
  }

  @Test
  void remarksOnATagThatIsFilledIn() {
    assertThat(((Named) read("H/ml-platform/a:{{ .Chart.AppVersion }}", false)).remark())
        .isEqualTo("what fills the tag in still gives it without the prefix");
    assertThat(((Named) read("H/ml-platform/a:v1", false)).remark()).isEmpty();
  }

  @Test
  void isSelectableByAKustomizationWhereItsPlaceSaysSo() {
    var text = full("H/ml-platform/a:v1");

    assertThat(((Named) FreeText.of(Samples.occurrence(text), text, false, true)).use())
        .isEqualTo(new Selectable());
    assertThat(((Named) FreeText.of(Samples.occurrence(text), text, false, false)).use())
        .isEqualTo(new Literal());
  }
}
