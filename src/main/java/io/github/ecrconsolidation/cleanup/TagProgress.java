package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.Collection;
import java.util.Optional;

/**
 * How far the tags of one legacy repository have come, whatever windows and dates say.
 *
 * @param mirrored stand in the consolidated repository with the same digest
 * @param missing are not there yet
 * @param different are another digest there
 * @param superseded moved on to another image under the new name, after the cutover
 * @param withoutPlace cannot be there: too long, ambiguous, or their repository has no prefix
 */
public record TagProgress(
    int mirrored, int missing, int different, int superseded, int withoutPlace) {

  static TagProgress of(
      Collection<Image> images,
      ArtifactGraphs graphs,
      MirrorProof proof,
      RepositorySnapshot consolidated) {
    var mirrored = 0;
    var missing = 0;
    var different = 0;
    var superseded = 0;
    var withoutPlace = 0;
    for (var image : images) {
      withoutPlace += image.overlongTags().size();
      var moved = proof.superseded(image, graphs, consolidated).size();
      superseded += moved;
      mirrored -= moved;
      for (var tag : image.tags()) {
        var discrepancy = proof.tag(tag, image, graphs, consolidated).map(Discrepancy::reason);
        if (discrepancy.isEmpty()) {
          mirrored++;
        } else if (discrepancy.equals(Optional.of(KeepReason.TAG_NOT_MIRRORED))) {
          missing++;
        } else if (discrepancy.equals(Optional.of(KeepReason.TAG_POINTS_ELSEWHERE))) {
          different++;
        } else {
          withoutPlace++;
        }
      }
    }
    return new TagProgress(mirrored, missing, different, superseded, withoutPlace);
  }
}
