package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * The bytes of a blob, counted and hashed as they pass. The last ones are handed on only if the
 * whole has the digest and size asked for, so a reader never completes a wrong blob.
 */
final class VerifiedStream extends FilterInputStream {
  private final Descriptor blob;
  private final MessageDigest hash = Digest.algorithm();
  private long passed;

  VerifiedStream(InputStream in, Descriptor blob) {
    super(in);
    this.blob = blob;
  }

  /** The source sent other bytes than its digest promises. */
  static final class WrongBytes extends IOException {
    private static final long serialVersionUID = 1;

    WrongBytes(String message) {
      super(message);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    var read = super.read(buffer, offset, length);
    if (read < 0) {
      if (passed < blob.sizeBytes()) {
        throw new WrongBytes(
            "%s ended after %d of %d bytes".formatted(blob.digest(), passed, blob.sizeBytes()));
      }
      return read;
    }
    passed += read;
    hash.update(buffer, offset, read);
    if (passed > blob.sizeBytes()) {
      throw new WrongBytes("%s has more than %d bytes".formatted(blob.digest(), blob.sizeBytes()));
    }
    if (passed == blob.sizeBytes() && read > 0) {
      var found = Digest.of(hash);
      if (!found.equals(blob.digest())) {
        throw new WrongBytes("%s arrived with digest %s".formatted(blob.digest(), found));
      }
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("every byte must be hashed");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
