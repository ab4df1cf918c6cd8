package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.Optional;

/** Where a {@link TestImage} can be pushed. */
public interface ImageSink {
  void blob(TestBlob blob) throws IOException;

  void manifest(TestManifest manifest, Optional<String> tag) throws IOException;
}
