package io.github.ecrconsolidation.mirror;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A manifest and what must stand in a repository before it: an index's children, a referrer's
 * subject, and theirs. Any depth is walked without recursion.
 *
 * @param manifests all of them by digest, the root included
 */
record ArtifactGraph(Digest rootDigest, Map<Digest, Manifest> manifests) {

  ArtifactGraph {
    manifests = Map.copyOf(manifests);
    if (!manifests.containsKey(rootDigest)) {
      throw new IllegalArgumentException("the graph lacks its root " + rootDigest);
    }
  }

  Manifest root() {
    return manifests.getOrDefault(rootDigest, manifests.values().iterator().next());
  }

  /** The config and layers of all manifests that a registry must hold, each digest once. */
  List<Descriptor> blobs() {
    return List.copyOf(byDigest(Manifest::blobs).values());
  }

  /** The layers that a registry need not hold, each digest once. */
  List<Descriptor> foreignLayers() {
    var foreign = byDigest(Manifest::foreignLayers);
    foreign.keySet().removeAll(byDigest(Manifest::blobs).keySet());
    return List.copyOf(foreign.values());
  }

  private Map<Digest, Descriptor> byDigest(Function<Manifest, List<Descriptor>> of) {
    var blobs = new LinkedHashMap<Digest, Descriptor>();
    manifests.values().stream()
        .flatMap(manifest -> of.apply(manifest).stream())
        .forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
    return blobs;
  }

  /**
   * Whether a registry that accepts the root has all of it. It looks for the children of an index,
   * but takes a referrer without its subject.
   */
  boolean isProvenByRoot() {
    var reached = new HashSet<Digest>();
    var next = new ArrayDeque<>(List.of(root()));
    while (!next.isEmpty()) {
      var manifest = next.remove();
      if (reached.add(manifest.digest())) {
        manifest.children().stream()
            .filter(manifests::containsKey)
            .map(manifests::get)
            .forEach(next::add);
      }
    }
    return reached.size() == manifests.size();
  }

  /**
   * All manifests but the root in the order in which a registry accepts them: each generation needs
   * only those before it.
   */
  List<List<Manifest>> generationsBelowRoot() {
    var generations = new ArrayList<List<Manifest>>();
    var placed = new HashSet<Digest>();
    var left =
        manifests.values().stream()
            .filter(manifest -> !manifest.digest().equals(rootDigest))
            .toList();
    while (!left.isEmpty()) {
      var ready =
          left.stream()
              .collect(
                  partitioningBy(
                      manifest -> successors(manifest).allMatch(placed::contains), toList()));
      var generation = ready.getOrDefault(true, List.of());
      if (generation.isEmpty()) {
        throw new IllegalArgumentException("digests cannot form a cycle: " + left);
      }
      generations.add(generation);
      generation.forEach(manifest -> placed.add(manifest.digest()));
      left = ready.getOrDefault(false, List.of());
    }
    return generations;
  }

  private Stream<Digest> successors(Manifest manifest) {
    return Stream.concat(manifest.children().stream(), manifest.subject().stream())
        .filter(manifests::containsKey);
  }
}
