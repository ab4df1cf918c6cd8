package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.GRAMMAR;
import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.references.Interpretation.Named;
import io.github.ecrconsolidation.references.Node.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgoImageTest {

  private static Scalar scalar(String text) {
    return (Scalar) Samples.node(full(text));
  }

  private static ArgoImage image(String text) {
    return ArgoImage.of(scalar(text), GRAMMAR).orElseThrow();
  }

  private static Interpretation interpretation(String text) {
    var image = image(text);
    return image.kept(FreeText.of(image.pulled().orElseThrow(), full(text), false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "H/ml-platform/a:v1, H/ml-platform/a=H/NEW:p-v1",
    "H/ml-platform/a:v1@D, H/ml-platform/a=H/NEW:p-v1@D",
    "b=H/ml-platform/a:v1, b=H/NEW:p-v1",
    "H/ml-platform/a=H/ml-platform/b:v1, H/ml-platform/a=H/NEW:p-v1",
    "b=H/ml-platform/a:$TAG, b=H/NEW:p-$TAG",
  })
  void keepsTheNameThatSelects(String text, String changed) {
    assertThat(Samples.changed(full(text), interpretation(text))).isEqualTo(full(changed));
    assertThat(Samples.changed("'" + full(text) + "'", interpretation("'" + text + "'")))
        .isEqualTo("'" + full(changed) + "'");
  }

  @Test
  void saysThatTheOldNameStillSelects() {
    assertThat(((Named) interpretation("H/ml-platform/a:v1")).remark())
        .isEqualTo("the old name still selects");
    assertThat(((Named) interpretation("b=H/ml-platform/a:v1")).remark()).isEmpty();
  }

  @Test
  void selectsTheLegacyRepositoryAtItsBeginning() {
    assertThat(image("H/ml-platform/a:v1").selected()).isPresent();
    assertThat(image("H/ml-platform/a=H/ml-platform/b:v1").selected().orElseThrow().repository())
        .get()
        .hasToString("ml-platform/a");
    assertThat(image("b=H/ml-platform/a:v1").selected()).isEmpty();
  }

  @Test
  void mayPullAnotherImageThanALegacyOne() {
    assertThat(image("H/ml-platform/a=nginx:v1").pulled()).isEmpty();
    assertThat(image("H/ml-platform/a=nginx:v1").selected()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "b=H/ml-platform/a-${ARCH}:v1, its repository's name is filled in elsewhere",
    "'b=H/ml-platform/{{service}}:v1', its repository's name is filled in elsewhere",
    "H/ml-platform/a-${ARCH}:v1, its repository's name is filled in elsewhere",
    "b=H/ml-platform/a@sha512:00, what follows @ is no sha256 digest",
    "b=H/ml-platform/a, it has no tag here",
  })
  void saysWhatItCannotChange(String text, String reason) {
    assertThat(Samples.reason(interpretation(text))).startsWith(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx:v1", "a=nginx:v1", "\"H\\x2fml-platform/a:v1\""})
  void isNoneWithoutALegacyImage(String text) {
    assertThat(ArgoImage.of(scalar(text), GRAMMAR)).isEmpty();
  }
}
