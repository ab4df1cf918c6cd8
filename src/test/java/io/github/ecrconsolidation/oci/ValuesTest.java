package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"ml-platform/backend", "a1", "a.b/c_d/e__f/g--h"})
  void acceptsEveryRepositoryNameOfEcr(String name) {
    assertThat(new RepositoryName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A/b", "a/", "/a", "a//b", "a_-b", "a..b", "host:5000/a"})
  void refusesWhatIsNoRepositoryName(String name) {
    assertThatThrownBy(() -> new RepositoryName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("team/service");
  }

  @Test
  void limitsARepositoryNameTo256Characters() {
    assertThat(new RepositoryName("x".repeat(256)).value()).hasSize(256);
    assertThatThrownBy(() -> new RepositoryName("x".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void comparesTagsAndRepositoriesByTheirNames() {
    assertThat(new Tag("v1")).isLessThan(new Tag("v2")).isEqualByComparingTo(new Tag("v1"));
    assertThat(new RepositoryName("a/b"))
        .isLessThan(new RepositoryName("a/c"))
        .isEqualByComparingTo(new RepositoryName("a/b"));
  }

  @Test
  void refusesASizeBelowZero() {
    var digest = Digest.of(new byte[0]);

    assertThat(new Descriptor(digest, 0).sizeBytes()).isZero();
    assertThatThrownBy(() -> new Descriptor(digest, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(digest.value());
  }

  @Test
  void doesNotTakeANamesakeForANamespace() {
    var namespace = new RepositoryName("legacy");

    assertThat(new RepositoryName("legacy/x").isIn(namespace)).isTrue();
    assertThat(new RepositoryName("legacy2/x").isIn(namespace)).isFalse();
    assertThat(namespace.isIn(namespace)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:abc", "sha512:00", "md5:1"})
  void refusesOtherDigests(String digest) {
    assertThatThrownBy(() -> new Digest(digest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(digest);
  }

  @Test
  void digestsBytes() {
    assertThat(Digest.of("".getBytes(StandardCharsets.UTF_8)).hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
