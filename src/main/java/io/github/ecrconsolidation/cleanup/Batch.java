package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * Images of one legacy repository that are rechecked, removed and verified together, in the order
 * of their removal.
 *
 * @param first whether nothing of this repository was removed yet in this run
 */
record Batch(RepositoryPlan plan, List<Image> images, boolean first) {

  Batch {
    images = List.copyOf(images);
  }

  RepositoryName repository() {
    return plan.repository().name();
  }

  /** An image of the repository as it was planned on. */
  Optional<Image> planned(Digest digest) {
    return plan.graphs().find(digest).map(image -> image);
  }
}
