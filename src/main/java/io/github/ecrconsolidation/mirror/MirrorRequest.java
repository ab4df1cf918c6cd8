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
   * @param override moves the target even from a newer image, from one of another legacy
   *     repository, or out of the archive; for operators only
   */
  record OfTag(ImageReference image, Optional<Digest> pushed, boolean override)
      implements MirrorRequest {

    /** Without override, as every event of a push. */
    public OfTag(ImageReference image, Optional<Digest> pushed) {
      this(image, pushed, false);
    }

    @Override
    public RepositoryName repository() {
      return image.repository();
    }
  }

  /** A tag of 129 to 300 characters, which ECR takes and no OCI client can address. */
  record OfOverlongTag(RepositoryName repository, String tag, Optional<Digest> pushed)
      implements MirrorRequest {}

  /**
   * An image was pushed without a tag: a child of an index, or a referrer.
   *
   * @param requested by the reconciler or an operator, who knows that its subject is to be mirrored
   *     too, however old it is
   */
  record OfDigest(RepositoryName repository, Digest digest, boolean requested)
      implements MirrorRequest {

    /** As every event of a push. */
    public OfDigest(RepositoryName repository, Digest digest) {
      this(repository, digest, false);
    }
  }
}
