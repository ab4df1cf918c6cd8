package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;

/** The tags of all legacy repositories, looked up where two of them could claim one target. */
record LegacyTags(TagMapping mapping, RegistrySnapshot registry) implements MirrorProof.Holders {

  @Override
  public Optional<ImageReference> find(ImageReference legacy, Tag target, Image current) {
    return mapping.rivals(legacy, target, registry::known).stream()
        .filter(other -> registry.pointsTo(other, current.digest()))
        .findFirst();
  }
}
