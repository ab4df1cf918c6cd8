package io.github.ecrconsolidation.cleanup;

import static java.util.Comparator.comparing;

import io.github.ecrconsolidation.decision.SnapshotEvidence;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;

/** What all legacy repositories together say of the image that a target has. */
record LegacyTags(TagMapping mapping, RegistrySnapshot registry) {

  /** As {@link SnapshotEvidence#holder}. */
  Optional<ImageReference> holder(ImageReference legacy, Tag target, Image current) {
    return new SnapshotEvidence(mapping, registry).holder(legacy, target, current);
  }

  /**
   * The first legacy copy of {@code current}, in whichever repository: an image that one of them
   * had before the consolidated repository may have been mirrored from there, and is no proof of a
   * direct push. A repository that could not be read may have it.
   */
  Optional<Image> origin(Image current) {
    return registry.legacy().size() < registry.known().size()
        ? Optional.of(current)
        : registry.legacy().values().stream()
            .flatMap(it -> it.find(current.digest()).stream())
            .min(comparing(Image::pushedAt));
  }
}
