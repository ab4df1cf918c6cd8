package io.github.ecrconsolidation.localecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
  @TempDir private Path directory;

  @Test
  void aCutPartKeepsWhatCame() throws Exception {
    var upload = new Upload("web", directory.resolve("upload"));

    assertThatThrownBy(() -> upload.append(cut("some "))).isInstanceOf(IOException.class);

    assertThat(upload.size()).isEqualTo(5);
    assertThatThrownBy(() -> upload.append(text("some bytes"), 0)).isInstanceOf(EcrException.class);
    upload.append(text("bytes"), 5);
    assertThat(upload.finish(text(""), TestBlob.of("some bytes").digest()))
        .hasContent("some bytes");
  }

  @Test
  void aFailedLastPartIsUndone() throws Exception {
    var upload = new Upload("web", directory.resolve("upload"));
    upload.append(text("some "));

    assertThatThrownBy(() -> upload.finish(cut("by"), TestBlob.of("x").digest()))
        .isInstanceOf(IOException.class);

    assertThat(upload.finish(text("bytes"), TestBlob.of("some bytes").digest()))
        .hasContent("some bytes");
  }

  /** Gives its text and then fails, like a client that goes away. */
  private static InputStream cut(String text) {
    return new FilterInputStream(text(text)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        var n = super.read(buffer, offset, length);
        if (n < 0) {
          throw new IOException("cut");
        }
        return n;
      }
    };
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
