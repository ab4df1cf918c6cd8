package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Map;
import java.util.Set;

/**
 * A legacy image that may be removed now, and what that relies on in the consolidated repository.
 *
 * @param targets for each of its tags that is mirrored, the consolidated tag; a superseded tag has
 *     none
 * @param manifests the digests of its artifact graph, itself included
 * @param layers every config and layer of these manifests
 */
public record ProvenImage(
    Image image, Map<Tag, Tag> targets, Set<Digest> manifests, Set<Descriptor> layers) {

  public ProvenImage {
    targets = Map.copyOf(targets);
    manifests = Set.copyOf(manifests);
    layers = Set.copyOf(layers);
  }

  /** Its digest. */
  public Digest digest() {
    return image.digest();
  }
}
