package io.github.ecrconsolidation.decision;

import io.github.ecrconsolidation.decision.TagEvidence.Current;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Optional;

/** The evidence for every legacy tag, taken from a complete snapshot of both sides. */
public record SnapshotEvidence(TagMapping mapping, RegistrySnapshot registry) {

  /**
   * The evidence for the tag {@code reference}, which points to {@code image}.
   *
   * @param claimants {@link TagMapping#claimants} of its repository, which are found once for all
   *     its tags
   */
  public TagEvidence of(ImageReference reference, Image image, List<RepositoryName> claimants) {
    var mapped = mapping.map(reference, () -> claimants);
    return new TagEvidence(
        mapped,
        image,
        registry.consolidated().find(image.digest()),
        mapped
            .target()
            .flatMap(target ->
                registry
                    .consolidated()
                    .find(target)
                    .map(current ->
                        Current.of(current, image, () -> of(reference, target, current)))));
  }

  private Current of(ImageReference reference, Tag target, Image current) {
    return new Current(
        current,
        registry.find(reference.repository(), current.digest()),
        holder(reference, target, current),
        registry.mutability().isImmutable(target));
  }

  /** Which tag of another legacy repository maps to {@code target} and points to its image. */
  public Optional<ImageReference> holder(ImageReference reference, Tag target, Image current) {
    return mapping.otherClaims(reference, target, registry::known).stream()
        .filter(other -> registry.pointsTo(other, current.digest()))
        .findFirst();
  }
}
