package io.github.ecrconsolidation.decision;

import io.github.ecrconsolidation.decision.TagEvidence.Current;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence for every legacy tag, taken from complete inventories of both sides.
 *
 * @param known the legacy repositories in force, the oldest first
 * @param legacy by repository; a repository that could not be read is left out, and then holds
 *     nothing
 * @param mutability of the tags of the consolidated repository
 */
public record InventoryEvidence(
    TagMapping mapping,
    List<RepositoryName> known,
    Map<RepositoryName, Inventory> legacy,
    Inventory consolidated,
    TagMutability mutability) {

  public InventoryEvidence {
    known = List.copyOf(known);
    legacy = Map.copyOf(legacy);
  }

  /**
   * The evidence for the tag {@code reference}, which points to {@code image}.
   *
   * @param relatives {@link TagMapping#relatives} of its repository, which are found once for all
   *     its tags
   */
  public TagEvidence of(ImageReference reference, Image image, List<RepositoryName> relatives) {
    var mapped = mapping.map(reference, () -> relatives);
    return new TagEvidence(
        mapped,
        image,
        consolidated.find(image.digest()),
        mapped
            .target()
            .flatMap(target ->
                consolidated.find(target).map(current -> of(reference, target, current))));
  }

  private Current of(ImageReference reference, Tag target, Image current) {
    return new Current(
        current,
        find(reference.repository(), current),
        mapping.rivals(reference, target, () -> known).stream()
            .filter(other -> pointsTo(other, current))
            .findFirst(),
        mutability.isImmutable(target));
  }

  private Optional<Image> find(RepositoryName repository, Image image) {
    return Optional.ofNullable(legacy.get(repository)).flatMap(it -> it.find(image.digest()));
  }

  private boolean pointsTo(ImageReference other, Image image) {
    return Optional.ofNullable(legacy.get(other.repository()))
        .flatMap(inventory -> inventory.find(other.tag()))
        .filter(found -> found.digest().equals(image.digest()))
        .isPresent();
  }
}
