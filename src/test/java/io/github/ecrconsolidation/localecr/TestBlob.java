package io.github.ecrconsolidation.localecr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Bytes to be pushed, made anew each time they are read: a layer of any size takes no memory. */
public record TestBlob(String digest, long size, Supplier<InputStream> content) {
  public static TestBlob of(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new TestBlob(Sha256.digest(bytes), bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /**
   * Pseudo-random bytes, the same for the same name and size, so that no two names share layers.
   */
  public static TestBlob random(String name, long size) {
    Supplier<InputStream> content = () -> new RandomStream(name.hashCode(), size);
    return new TestBlob(digest(content), size, content);
  }

  private static String digest(Supplier<InputStream> content) {
    var hash = Sha256.hash();
    try (var in = content.get()) {
      var buffer = new byte[1 << 16];
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.digest(hash);
  }

  private static final class RandomStream extends InputStream {
    private final RandomGenerator random;
    private final byte[] block = new byte[1 << 13];
    private int used = block.length;
    private long left;

    RandomStream(long seed, long size) {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      left = size;
    }

    @Override
    public int read() {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (used == block.length) {
        random.nextBytes(block);
        used = 0;
      }
      var n = (int) Math.min(left, Math.min(length, block.length - used));
      System.arraycopy(block, used, buffer, offset, n);
      used += n;
      left -= n;
      return n;
    }
  }
}
