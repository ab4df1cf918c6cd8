package io.github.ecrconsolidation.prove;

/** Whether a mounted layer can be downloaded when its legacy repository is deleted. */
final class LayerOutlivesRepository implements Experiment {
  /** Of the image and of its tag in the consolidated repository. */
  static final String IMAGE = "layer-outlives-repository";

  @Override
  public Assumption assumption() {
    return Assumption.required(
        IMAGE,
        "a mounted layer remains downloadable when its legacy repository, by then empty, is deleted",
        "keep DeleteEmptyRepositories off, and delete no legacy repository by hand",
        "EmptyRepositories",
        "EcrCleanup");
  }

  @Override
  public Observation observe(Bench bench) {
    var legacy = bench.id().legacyToDelete();
    var image = bench.image(IMAGE);
    bench.push(image, legacy, IMAGE);
    bench.mirror(image, legacy, IMAGE);
    bench.delete(image, legacy);
    if (!bench.lost(image).isEmpty()) {
      throw new Bench.Obstacle("the layers were deleted with the image, before the repository");
    }
    bench.requireOwn(legacy);
    bench.ecr().deleteEmptyRepository(legacy);
    return LostLayers.observation(bench.lost(image), "right after the deletion");
  }
}
