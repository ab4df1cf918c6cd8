package io.github.ecrconsolidation.prove;

import java.util.Optional;

/** How PutImage refuses a manifest whose layers are not there. */
final class MissingLayer implements Experiment {
  private static final String CODE = "LayersNotFoundException";

  @Override
  public Assumption assumption() {
    return Assumption.required(
        "missing-layer",
        "PutImage of a manifest whose layers are not in the repository gives " + CODE,
        "an interrupted mirror is reported as failed for good instead of being tried again; if the"
            + " manifest is taken, tags can appear before their layers",
        "RegistryException",
        "ImageCopy");
  }

  @Override
  public Observation observe(Bench bench) {
    var code =
        bench
            .ecr()
            .put(
                bench.id().consolidated(),
                bench.image("missing-layer").manifest(),
                Optional.empty());
    return Observation.of(code.equals(Optional.of(CODE)), code.orElse("the manifest was taken"));
  }
}
