package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What BatchCheckLayerAvailability says of present, absent and mounted layers. */
final class LayerAvailability implements Experiment {

  @Override
  public Assumption assumption() {
    return Assumption.required(
        "layer-availability",
        "BatchCheckLayerAvailability says AVAILABLE of pushed layers and of mounted ones that an"
            + " image references, and not of absent ones",
        "the mirror copies what is there or puts images whose layers are not; the clean-up keeps"
            + " everything, or trusts layers that are not there",
        "EcrMirror",
        "Mirror",
        "LayerProof");
  }

  @Override
  public Observation observe(Bench bench) {
    var id = bench.id();
    var image = bench.pushedToLegacy("layer-availability");
    var absent = bench.image("layer-availability-absent").blobs();
    var blobs = Stream.of(image.blobs(), absent).flatMap(List::stream).toList();
    var pushed = bench.ecr().missing(id.legacy(), blobs);
    bench.mirror(image, id.legacy(), "layer-availability");
    var mirrored = bench.ecr().missing(id.consolidated(), blobs);
    var wrong = new ArrayList<String>();
    add(wrong, pushed, image.blobs(), "pushed layers are not AVAILABLE");
    add(wrong, mirrored, image.blobs(), "mounted layers of an image are not AVAILABLE");
    if (!pushed.containsAll(absent) || !mirrored.containsAll(absent)) {
      wrong.add("absent layers are AVAILABLE");
    }
    return Observation.of(
        wrong.isEmpty(),
        wrong.isEmpty()
            ? "pushed and mounted layers are AVAILABLE, absent ones are not"
            : String.join("; ", wrong));
  }

  private static void add(
      List<String> wrong, List<Descriptor> missing, List<Descriptor> present, String what) {
    if (missing.stream().anyMatch(present::contains)) {
      wrong.add(what);
    }
  }
}
