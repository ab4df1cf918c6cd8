package io.github.ecrconsolidation.localecr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * One upload session: bytes go to a file and through a hash as they come. Bytes of a part that was
 * cut stay, as on ECR: repeating that part then fails on its offset (kaniko#607).
 */
final class Upload {
  /** UG, "Service quotas": layer part minimum, for all but the last. */
  static final long SMALLEST_PART = 5L << 20;

  /** UG, "Service quotas": layer part maximum, and what InitiateLayerUpload suggests. */
  static final long LARGEST_PART = 10L << 20;

  private final String repository;
  private final Path file;
  private MessageDigest hash = Sha256.hash();
  private long size;
  private boolean shortPart;
  private boolean finished;

  Upload(String repository, Path file) throws IOException {
    this.repository = repository;
    this.file = Files.createFile(file);
  }

  String repository() {
    return repository;
  }

  synchronized long size() {
    return size;
  }

  /** Appends what an OCI client streams, at the end of what is there. */
  synchronized void append(InputStream bytes) throws IOException {
    requireOpen();
    try (var out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      var buffer = new byte[1 << 16];
      for (var n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        out.write(buffer, 0, n);
        hash.update(buffer, 0, n);
        size += n;
      }
    }
  }

  /** Appends, if the caller and this session agree where the end is. */
  synchronized void append(InputStream bytes, long firstByte) throws IOException {
    requireOffset(firstByte);
    append(bytes);
  }

  /** Parts are contiguous. */
  synchronized void requireOffset(long firstByte) {
    if (firstByte != size) {
      throw EcrException.of(
          EcrError.INVALID_LAYER_PART,
          "First byte of the layer part is %d instead of %d".formatted(firstByte, size));
    }
  }

  /** A part of the JSON API: only the last one may be smaller than 5 MiB. */
  synchronized void appendPart(byte[] bytes, long firstByte) throws IOException {
    if (shortPart) {
      throw EcrException.of(
          EcrError.INVALID_LAYER_PART, "a part under 5 MiB was sent, which only the last may be");
    }
    append(new ByteArrayInputStream(bytes), firstByte);
    shortPart = bytes.length < SMALLEST_PART;
  }

  /**
   * Ends the session with an optional last part. If that fails, the part is undone and the session
   * lives on (rule 13), so that the client may try again with other bytes or another digest.
   */
  synchronized Path finish(InputStream lastPart, String digest) throws IOException {
    requireOpen();
    var sizeBefore = size;
    var hashBefore = copyOf(hash);
    try {
      append(lastPart);
      if (size == 0) {
        throw EcrException.of(EcrError.EMPTY_UPLOAD, "the upload does not have any parts");
      }
      var actual = Sha256.digest(copyOf(hash));
      if (!actual.equals(digest)) {
        throw EcrException.of(
            EcrError.INVALID_LAYER, "the layer's digest is %s, not %s".formatted(actual, digest));
      }
      finished = true;
      return file;
    } finally {
      if (!finished) {
        hash = hashBefore;
        size = sizeBefore;
        truncate(sizeBefore);
      }
    }
  }

  synchronized void cancel() throws IOException {
    requireOpen();
    finished = true;
    Files.delete(file);
  }

  private void requireOpen() {
    if (finished) {
      throw EcrException.of(EcrError.UPLOAD_NOT_FOUND, "the upload has ended");
    }
  }

  private void truncate(long length) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static MessageDigest copyOf(MessageDigest hash) {
    try {
      return (MessageDigest) hash.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's SHA-256 can be cloned", e);
    }
  }
}
