package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.Optional;

/** Pushes straight into the store, past faults, throttles and the audit; what is there stays. */
public record StoreSink(EcrStore store, String repository) implements ImageSink {
  @Override
  public void blob(TestBlob blob) throws IOException {
    var id = store.startUpload(repository);
    try (var content = blob.content().get()) {
      store.finishUpload(repository, id, content, blob.digest());
    } catch (EcrException e) {
      e.unless(EcrError.LAYER_ALREADY_EXISTS);
    }
  }

  @Override
  public void manifest(TestManifest manifest, Optional<String> tag) {
    var parsed = manifest.parsed();
    try {
      store.putImage(repository, parsed, tag, Optional.of(parsed.digest()));
    } catch (EcrException e) {
      e.unless(EcrError.IMAGE_ALREADY_EXISTS);
    }
  }
}
