package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Optional;

/**
 * What to mirror. A hint, not an order to copy this very image: by the time it is read, the tag may
 * point elsewhere.
 */
public sealed interface MirrorRequest {

  /** The legacy repository it is about. */
  RepositoryName repository();

  /**
   * Make the consolidated tag follow {@code image}.
   *
   * @param pushed what the tag pointed to when the request was made
   */
  record OfTag(ImageReference image, Optional<Digest> pushed) implements MirrorRequest {

    @Override
    public RepositoryName repository() {
      return image.repository();
    }
  }

  /** An image was pushed without a tag: a child of an index, or a referrer. */
  record OfDigest(RepositoryName repository, Digest digest) implements MirrorRequest {}
}
