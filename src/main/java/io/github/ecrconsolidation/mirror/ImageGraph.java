package io.github.ecrconsolidation.mirror;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A manifest and what must stand in a repository before it: an index's children, a referrer's
 * subject, and theirs.
 *
 * @param manifests all of them by digest, the root included
 */
record ImageGraph(Digest rootDigest, Map<Digest, Manifest> manifests) {

  ImageGraph {
    manifests = Map.copyOf(manifests);
  }

  Manifest root() {
    return manifest(rootDigest);
  }

  /** The config and layers of all manifests, each digest once. */
  List<Descriptor> blobs() {
    var blobs = new LinkedHashMap<Digest, Descriptor>();
    manifests.values().stream()
        .flatMap(manifest -> manifest.blobs().stream())
        .forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
    return List.copyOf(blobs.values());
  }

  /**
   * All manifests but the root in the order in which a registry accepts them: each generation needs
   * only those before it.
   */
  List<List<Manifest>> generationsBelowRoot() {
    var heights = new HashMap<Digest, Integer>();
    height(rootDigest, heights);
    return List.copyOf(
        manifests.values().stream()
            .filter(manifest -> !manifest.digest().equals(rootDigest))
            .collect(
                groupingBy(manifest -> height(manifest.digest(), heights), TreeMap::new, toList()))
            .values());
  }

  /** The longest way down to a manifest that needs no other. Digests can not form a cycle. */
  private int height(Digest digest, Map<Digest, Integer> known) {
    var height = known.get(digest);
    if (height == null) {
      height =
          successors(manifest(digest))
              .mapToInt(successor -> height(successor, known) + 1)
              .max()
              .orElse(0);
      known.put(digest, height);
    }
    return height;
  }

  private Stream<Digest> successors(Manifest manifest) {
    return Stream.concat(manifest.children().stream(), manifest.subject().stream())
        .filter(manifests::containsKey);
  }

  private Manifest manifest(Digest digest) {
    var manifest = manifests.get(digest);
    if (manifest == null) {
      throw new IllegalArgumentException("the graph lacks " + digest);
    }
    return manifest;
  }
}
