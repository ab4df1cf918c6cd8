package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What indexes list, by digest: the same in every repository, as a digest identifies its bytes.
 *
 * @param children of every index whose manifest could be read
 */
public record IndexGraph(Map<Digest, List<Digest>> children) {

  public IndexGraph {
    children = Map.copyOf(children);
  }

  /** What the index lists; empty when it is not known. */
  public Optional<List<Digest>> children(Digest index) {
    return Optional.ofNullable(children.get(index));
  }

  /** Everything below {@code digest} as far as it is known, itself left out. */
  Set<Digest> descendants(Digest digest) {
    var found = new LinkedHashSet<Digest>();
    var open = new ArrayDeque<>(List.of(digest));
    while (!open.isEmpty()) {
      for (var child : children.getOrDefault(open.remove(), List.of())) {
        if (found.add(child)) {
          open.add(child);
        }
      }
    }
    return found;
  }
}
