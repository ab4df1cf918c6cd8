package io.github.ecrconsolidation.localecr;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** The ways in which a download goes wrong. */
final class SpoiledBody {
  private SpoiledBody() {}

  /** A change to the bytes from {@code position} on, after they were read. */
  private interface Change {
    int apply(byte[] buffer, int offset, int count, long position) throws IOException;
  }

  /** The connection ends after some bytes, less than announced. */
  static Body cut(Body body, long after) {
    return changed(
        body, (_, _, count, position) -> (int) Math.min(count, Math.max(0, after - position)));
  }

  /** All bytes come; the last one is wrong. */
  static Body corrupted(Body body) {
    return changed(
        body,
        (buffer, offset, count, position) -> {
          if (position + count == body.size()) {
            buffer[offset + count - 1] ^= 1;
          }
          return count;
        });
  }

  /** No byte comes until the gate opens. */
  static Body held(Body body, CountDownLatch gate) {
    return changed(
        body,
        (_, _, count, _) -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("held");
          }
          return count;
        });
  }

  /** Every 64 KiB take this long. */
  static Body slow(Body body, Duration pause) {
    return changed(
        body,
        (_, _, count, _) -> {
          LockSupport.parkNanos(pause.toNanos());
          return count;
        });
  }

  private static Body changed(Body body, Change change) {
    return new Body(body.size(), () -> new ChangedStream(body.source().open(), change));
  }

  private static final class ChangedStream extends FilterInputStream {
    private final Change change;
    private long position;

    ChangedStream(InputStream in, Change change) {
      super(in);
      this.change = change;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      var count = super.read(buffer, offset, length);
      if (count <= 0) {
        return count;
      }
      var kept = change.apply(buffer, offset, count, position);
      position += count;
      return kept == 0 ? -1 : kept;
    }
  }
}
