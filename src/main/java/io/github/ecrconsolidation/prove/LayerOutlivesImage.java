package io.github.ecrconsolidation.prove;

/** Whether a mounted layer can be downloaded when its legacy image is deleted. */
final class LayerOutlivesImage implements Experiment {
  /** Of the image and of its tag in the consolidated repository. */
  static final String IMAGE = "layer-outlives-image";

  @Override
  public Assumption assumption() {
    return Assumption.required(
        IMAGE,
        "a mounted layer remains downloadable when its legacy image is deleted",
        "do not clean up: a deletion takes the layers of the mirrored image along; the clean-up"
            + " would stop after its first batches (docs/cleanup.md)",
        "DeletingRemoval",
        "LayerProof",
        "LayerProbe");
  }

  @Override
  public Observation observe(Bench bench) {
    var legacy = bench.id().legacy();
    var image = bench.pushedToLegacy(IMAGE);
    bench.mirror(image, legacy, IMAGE);
    bench.delete(image, legacy);
    return LostLayers.observation(bench.lost(image), "right after the deletion");
  }
}
