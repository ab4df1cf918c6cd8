package io.github.ecrconsolidation.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VerifiedStreamTest {
  private static final byte[] BYTES = "the bytes of a layer".getBytes(UTF_8);

  @Test
  void passesTheRightBytesOn() throws IOException {
    assertThat(stream(BYTES, BYTES.length).readAllBytes()).isEqualTo(BYTES);
  }

  @Test
  void passesTheRightBytesOnOneByOne() throws IOException {
    var stream = stream(BYTES, BYTES.length);
    var read = new ByteArrayOutputStream();
    for (var next = stream.read(); next >= 0; next = stream.read()) {
      read.write(next);
    }

    assertThat(read.toByteArray()).isEqualTo(BYTES);
  }

  @Test
  void keepsTheLastBytesBackWhenTheDigestIsWrong() throws IOException {
    var wrong = BYTES.clone();
    wrong[0]++;
    var stream = stream(wrong, BYTES.length);
    var head = stream.readNBytes(BYTES.length - 1);

    assertThat(head).hasSize(BYTES.length - 1);
    assertThatThrownBy(stream::read)
        .isInstanceOf(VerifiedStream.WrongBytes.class)
        .hasMessageContaining("arrived with digest");
  }

  @Test
  void refusesAStreamThatEndsEarly() {
    assertThatThrownBy(() -> stream(BYTES, BYTES.length + 1).readAllBytes())
        .isInstanceOf(VerifiedStream.WrongBytes.class)
        .hasMessageContaining("ended after 20 of 21 bytes");
  }

  @Test
  void refusesAStreamThatGoesOn() {
    assertThatThrownBy(() -> stream(BYTES, BYTES.length - 1).readAllBytes())
        .isInstanceOf(VerifiedStream.WrongBytes.class)
        .hasMessageContaining("more than 19");
  }

  private static VerifiedStream stream(byte[] bytes, long size) {
    return new VerifiedStream(
        new ByteArrayInputStream(bytes), new Descriptor(Digest.of(BYTES), size));
  }
}
