package io.github.ecrconsolidation.prove;

import io.github.ecrconsolidation.oci.Descriptor;
import java.util.List;

/** Words for mounted layers that are there, or are not. */
final class LostLayers {
  private LostLayers() {}

  static Observation observation(List<Descriptor> lost, String when) {
    return Observation.of(
        lost.isEmpty(),
        lost.isEmpty()
            ? "AVAILABLE and downloaded " + when
            : "%d mounted %s cannot be downloaded %s"
                .formatted(lost.size(), lost.size() == 1 ? "blob" : "blobs", when));
  }
}
