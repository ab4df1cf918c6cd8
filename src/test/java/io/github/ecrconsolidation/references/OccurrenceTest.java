package io.github.ecrconsolidation.references;

import static io.github.ecrconsolidation.references.Samples.full;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrenceTest {

  @Test
  void isBareWithARepositoryAlone() {
    assertThat(Samples.occurrence(full("H/ml-platform/a")).isBare()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {":v1", "@D", "@$DIGEST", "-$ARCH"})
  void isNotBareWithMore(String more) {
    assertThat(Samples.occurrence(full("H/ml-platform/a" + more)).isBare()).isFalse();
  }

  @Test
  void isTheSameFurtherOn() {
    var text = full("H/ml-platform/a:v1@D");

    assertThat(Samples.occurrence(text).moved(3)).isEqualTo(Samples.occurrence("## " + text));
  }

  @Test
  void saysNothingOfARepositoryWhereItIsSomethingElse() {
    var text = full("H/ml-platform/a:v1@D");

    var otherwise = Samples.occurrence(text).otherwise("a URL");

    assertThat(otherwise.repository()).isEmpty();
    assertThat(otherwise.tag()).isEmpty();
    assertThat(otherwise.hasDigest()).isFalse();
    assertThat(otherwise.obstacle()).contains("a URL");
    assertThat(otherwise.name()).isEqualTo(new Span(text.indexOf("ml-platform"), text.length()));
  }
}
