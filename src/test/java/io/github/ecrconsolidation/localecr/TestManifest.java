package io.github.ecrconsolidation.localecr;

import java.util.Optional;

/** A manifest to be pushed. */
public record TestManifest(String text, ManifestType type) {
  public String digest() {
    return parsed().digest();
  }

  StoredManifest parsed() {
    return ManifestParser.parse(text, Optional.of(type.mediaType()));
  }

  /** The descriptor another manifest refers to this one with. */
  Output descriptor() {
    return new Output()
        .with("mediaType", type.mediaType())
        .with("digest", digest())
        .with("size", text.length());
  }
}
