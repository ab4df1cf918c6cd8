package io.github.ecrconsolidation.localecr;

import java.util.Optional;

/** How a caller names an image: by digest, by tag, or by both, which then have to agree. */
public record ImageId(Optional<String> digest, Optional<String> tag) {
  public static ImageId ofDigest(String digest) {
    return new ImageId(Optional.of(digest), Optional.empty());
  }

  public static ImageId ofTag(String tag) {
    return new ImageId(Optional.empty(), Optional.of(tag));
  }

  static ImageId of(String digest, String tag) {
    return new ImageId(Optional.of(digest), Optional.of(tag));
  }

  @Override
  public String toString() {
    return "imageDigest: %s, imageTag: %s".formatted(digest.orElse("null"), tag.orElse("null"));
  }
}
