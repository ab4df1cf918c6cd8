package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
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
