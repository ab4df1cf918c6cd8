package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes images into a directory in the OCI image layout, for tools that read it. */
public final class OciLayoutSink implements ImageSink {
  private final Path directory;
  private final List<Output> tagged = new ArrayList<>();

  public OciLayoutSink(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("blobs/sha256"));
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  @Override
  public void blob(TestBlob blob) throws IOException {
    try (var content = blob.content().get()) {
      Files.copy(content, file(blob.digest()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void manifest(TestManifest manifest, Optional<String> tag) throws IOException {
    Files.writeString(file(manifest.digest()), manifest.text());
    tag.ifPresent(name -> tagged.add(entry(manifest, name)));
    var index = new Output().with("schemaVersion", 2).with("manifests", tagged);
    Files.writeString(directory.resolve("index.json"), index.toJson());
  }

  private static Output entry(TestManifest manifest, String tag) {
    var annotations = new Output().with("org.opencontainers.image.ref.name", tag);
    return manifest.descriptor().with("annotations", annotations);
  }

  private Path file(String digest) {
    return directory.resolve("blobs").resolve(digest.replace(':', '/'));
  }
}
