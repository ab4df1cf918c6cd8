package io.github.ecrconsolidation.ecr;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrconsolidation.ecr.LargeUpload.Blocks;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LargeUploadTest {
  @Test
  void readsAndWritesABlockInOneCall() throws IOException {
    var bytes = new byte[(1 << 20) + 3];
    var reads = new AtomicInteger();
    var body =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            reads.incrementAndGet();
            return super.read(buffer, offset, length);
          }
        };
    var writes = new ArrayList<Integer>();
    var out =
        new OutputStream() {
          @Override
          public void write(int one) {
            throw new AssertionError("a single byte");
          }

          @Override
          public void write(byte[] buffer, int offset, int length) {
            writes.add(length);
          }
        };

    new Blocks(() -> body, bytes.length).writeTo(out);

    assertThat(reads).hasValue(6);
    assertThat(writes).containsExactly(Blocks.BLOCK, Blocks.BLOCK, Blocks.BLOCK, Blocks.BLOCK, 3);
  }
}
