package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;

/** The tags of all legacy repositories, looked up where two of them could claim one target. */
record LegacyTags(TagMapping mapping, Holdings holdings) implements MirrorProof.Holders {

  @Override
  public Optional<ImageReference> find(ImageReference legacy, Tag target, Image current) {
    return mapping.rivals(legacy, target, holdings::known).stream()
        .filter(other -> pointsTo(other, current))
        .findFirst();
  }

  private boolean pointsTo(ImageReference other, Image image) {
    return holdings.legacy().stream()
        .filter(repository -> repository.name().equals(other.repository()))
        .flatMap(repository -> repository.images().stream())
        .anyMatch(
            held -> held.digest().equals(image.digest()) && held.tags().contains(other.tag()));
  }
}
