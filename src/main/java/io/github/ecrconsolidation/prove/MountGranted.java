package io.github.ecrconsolidation.prove;

/** Whether the registry mounts a layer between two repositories instead of having it copied. */
final class MountGranted implements Experiment {

  @Override
  public Assumption assumption() {
    return Assumption.required(
        "mount",
        "with BLOB_MOUNTING enabled and equal encryption, a layer of an image is mounted (201)",
        "every layer is copied: slower, stored twice; enable BLOB_MOUNTING, and give the"
            + " consolidated repository the encryption of the legacy ones",
        "DistributionClient",
        "ImageCopy");
  }

  @Override
  public Observation observe(Bench bench) {
    var enabled = bench.ecr().mountsBlobs();
    var image = bench.pushedToLegacy("mount");
    var mounted = bench.mount(image, bench.id().legacy());
    return Observation.of(
        mounted,
        "BLOB_MOUNTING is %s, equal encryption: %s"
            .formatted(
                enabled ? "ENABLED" : "not enabled",
                mounted ? "mounted" : "not mounted (202), copied instead"));
  }
}
