package io.github.ecrconsolidation.prove;

/** What BatchCheckLayerAvailability says of a mounted layer before an image references it. */
final class UnreferencedLayerAvailability implements Experiment {

  @Override
  public Assumption assumption() {
    return Assumption.informative(
        "unreferenced-layer-availability",
        "a mounted layer is AVAILABLE before an image references it",
        "none: the mirror trusts the 201 of the mount; after an interruption it mounts once more",
        "ImageCopy");
  }

  @Override
  public Observation observe(Bench bench) {
    var image = bench.pushedToLegacy("unreferenced-layer");
    if (!bench.mount(image, bench.id().legacy())) {
      throw new Bench.Obstacle("nothing was mounted");
    }
    var available = bench.ecr().missing(bench.id().consolidated(), image.blobs()).isEmpty();
    return Observation.of(
        available, available ? "AVAILABLE at once" : "not AVAILABLE until an image references it");
  }
}
