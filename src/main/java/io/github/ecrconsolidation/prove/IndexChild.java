package io.github.ecrconsolidation.prove;

import java.util.Set;

/** Whether the child of an index can be deleted before the index. */
final class IndexChild implements Experiment {
  private static final String CODE = "ImageReferencedByManifestList";

  @Override
  public Assumption assumption() {
    return Assumption.informative(
        "index-child",
        "the deletion of an index's child is refused with " + CODE,
        "none: the clean-up keeps the children of a kept index by itself, and deletes an index"
            + " first",
        "CleanupPlanner",
        "RemovalOrder");
  }

  @Override
  public Observation observe(Bench bench) {
    var legacy = bench.id().legacy();
    var child = bench.image("index-child");
    bench.push(child, legacy);
    bench.push(ProofImage.index(child), legacy, "index-child");
    bench.requireOwn(legacy);
    var code = bench.ecr().delete(legacy, child.digest(), Set.of());
    return Observation.of(
        code.filter(CODE::equals).isPresent(), code.orElse("the child was deleted"));
  }
}
