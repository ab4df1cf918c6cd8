package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:abc",
        "sha512:00",
        "md5:1",
        "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550"
      })
  void refusesOtherDigests(String digest) {
    assertThatThrownBy(() -> new Digest(digest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(digest);
  }

  @Test
  void isWrittenAsItIsRead() {
    var text = "sha256:00ff" + "0123456789abcdef".repeat(3) + "fedcba987654";

    assertThat(new Digest(text).value()).isEqualTo(text);
    assertThat(new Digest(text)).hasToString(text).isEqualTo(new Digest(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 32, 48, 63})
  void differsByAnyDigit(int digit) {
    var other = new StringBuilder("0".repeat(64)).replace(digit, digit + 1, "8").toString();

    assertThat(digest(other)).isNotEqualTo(digest("0".repeat(64)));
    assertThat(digest(other)).isGreaterThan(digest("0".repeat(64)));
    assertThat(digest("f".repeat(64))).isGreaterThan(digest(other));
  }

  private static Digest digest(String hex) {
    return new Digest("sha256:" + hex);
  }

  @Test
  void digestsBytes() {
    assertThat(Digest.of("".getBytes(StandardCharsets.UTF_8)).hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
