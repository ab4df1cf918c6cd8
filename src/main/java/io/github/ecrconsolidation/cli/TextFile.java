package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/** Text files byte for byte: what is read as UTF-8 is written as the same bytes. */
final class TextFile {
  private TextFile() {}

  /** The text of {@code bytes}; empty when they are no UTF-8 text. A byte order mark is kept. */
  static Optional<String> decode(byte[] bytes) {
    try {
      var decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes)).toString())
          .filter(text -> text.indexOf('\0') < 0);
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Whether {@code bytes} are no text at all: git, too, looks for a zero in the first 8,000. */
  static boolean isBinary(byte[] bytes) {
    if (isUtf16(bytes)) {
      return false;
    }
    for (var i = 0; i < Math.min(bytes.length, 8000); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** A guess at the text of bytes that are no UTF-8, good enough to look for plain ASCII in it. */
  static String guess(byte[] bytes) {
    return new String(bytes, isUtf16(bytes) ? StandardCharsets.UTF_16 : fallback());
  }

  private static boolean isUtf16(byte[] bytes) {
    return bytes.length > 1
        && ((bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE));
  }

  private static Charset fallback() {
    return StandardCharsets.ISO_8859_1;
  }

  /**
   * Replaces the file by {@code text}, in one step: whoever reads it sees the old or the new one. A
   * link is kept, its target is replaced, with the permissions it had.
   *
   * @param read the digest of the bytes the text was made from
   */
  static void replace(Path path, Digest read, String text) throws IOException {
    var file = path.toRealPath();
    if (!Files.isWritable(file)) {
      throw new AccessDeniedException(path.toString(), null, "it is not writable");
    }
    var beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".rewrite", ".tmp");
    try {
      write(beside, text);
      keepOwnerAndPermissions(file, beside);
      if (!Digest.of(Files.readAllBytes(file)).equals(read)) {
        throw new IOException("it has changed meanwhile");
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void write(Path file, String text) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** The owner first: changing it may clear permissions. */
  private static void keepOwnerAndPermissions(Path from, Path to) throws IOException {
    var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var mine = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old == null || mine == null) {
      return; // no POSIX file system
    }
    var attributes = old.readAttributes();
    var now = mine.readAttributes();
    if (!now.group().equals(attributes.group())) {
      mine.setGroup(attributes.group());
    }
    if (!now.owner().equals(attributes.owner())) {
      mine.setOwner(attributes.owner());
    }
    mine.setPermissions(attributes.permissions());
  }
}
