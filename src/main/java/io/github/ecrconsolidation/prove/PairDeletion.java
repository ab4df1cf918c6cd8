package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.Tag;
import java.util.Set;

/** What deletion by (digest, tag) does to an image with another tag. */
final class PairDeletion implements Experiment {

  @Override
  public Assumption assumption() {
    return Assumption.informative(
        "pair-deletion",
        "deletion by digest and tag removes that tag; the image remains while it has another one",
        "a tag that a legacy image gets in the moment of its deletion is removed with it; its digest is"
            + " mirrored, the tag is not",
        "EcrCleanup",
        "DeletingRemoval");
  }

  @Override
  public Observation observe(Bench bench) {
    var legacy = bench.id().legacy();
    var image = bench.image("pair-deletion");
    bench.push(image, legacy, "pair-deletion-a", "pair-deletion-b");
    bench.requireOwn(legacy);
    var refused = bench.ecr().delete(legacy, image.digest(), Set.of(new Tag("pair-deletion-a")));
    if (refused.isPresent()) {
      return new Observation.Differs("refused: " + refused.get());
    }
    var tags = bench.ecr().find(legacy, image.digest()).map(it -> it.tags());
    return Observation.of(
        tags.stream().anyMatch(it -> it.size() == 1),
        tags.map(it -> "the image has %d of its 2 tags".formatted(it.size()))
            .orElse("the image was deleted with both tags"));
  }
}
