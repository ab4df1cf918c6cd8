package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @ValueSource(strings = {"v1", "latest", "_", "A.b-c_d", "0"})
  void acceptsEveryTagOfTheDistributionSpec(String tag) {
    assertThat(new Tag(tag)).hasToString(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".x", "-x", "a b", "a/b", "a:b", "ä"})
  void refusesWhatIsNoTagAndSaysWhatItExpected(String tag) {
    assertThatThrownBy(() -> new Tag(tag))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + tag + "'")
        .hasMessageContaining("128");
  }

  @Test
  void limitsATagTo128Characters() {
    assertThat(new Tag("x".repeat(128)).value()).hasSize(128);
    assertThatThrownBy(() -> new Tag("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".sig", ".att", ".sbom"})
  void knowsDigestAddressedTags(String suffix) {
    assertThat(new Tag("sha256-" + HEX + suffix).isDigestAddressed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {".foo", ".sig.sig", "0", "-v1"})
  void takesOtherTagsForOrdinaryOnes(String suffix) {
    assertThat(new Tag("sha256-" + HEX + suffix).isDigestAddressed()).isFalse();
  }

  @Test
  void comparesTagsByTheirNames() {
    assertThat(new Tag("v1")).isLessThan(new Tag("v2")).isEqualByComparingTo(new Tag("v1"));
  }
}
