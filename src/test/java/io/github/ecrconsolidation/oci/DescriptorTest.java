package io.github.ecrconsolidation.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DescriptorTest {
  @Test
  void refusesASizeBelowZero() {
    var digest = Digest.of(new byte[0]);

    assertThat(new Descriptor(digest, 0).sizeBytes()).isZero();
    assertThatThrownBy(() -> new Descriptor(digest, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(digest.value());
  }
}
