package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;

/**
 * The bytes of all blobs, one file per digest in a directory of their own, so that a layer of any
 * size passes through a small heap. It knows no repositories: who may see a blob is the store's
 * rule.
 */
final class BlobFiles implements AutoCloseable {
  private final Path directory;

  BlobFiles() throws IOException {
    directory = Files.createTempDirectory("local-ecr");
  }

  Path unfinished() {
    return directory.resolve("upload-" + UUID.randomUUID());
  }

  /** The last writer wins, which is harmless: equal digests are equal bytes. */
  void keep(Path finished, String digest) throws IOException {
    Files.move(finished, file(digest), StandardCopyOption.ATOMIC_MOVE);
  }

  Path file(String digest) {
    return directory.resolve(digest.replace(':', '-'));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
