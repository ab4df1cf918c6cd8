package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.Optional;

/** Pushes straight into the store, as a mirror whose mounts are granted: no byte is uploaded. */
public record MountSink(EcrStore store, String repository, String source) implements ImageSink {
  @Override
  public void blob(TestBlob blob) throws IOException {
    if (store.availability(repository, blob.digest()) != Availability.AVAILABLE
        && !store.mount(repository, source, blob.digest())) {
      throw new IOException("%s of %s is not mounted".formatted(blob.digest(), source));
    }
  }

  @Override
  public void manifest(TestManifest manifest, Optional<String> tag) {
    new StoreSink(store, repository).manifest(manifest, tag);
  }
}
