package io.github.ecrconsolidation.mirror;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

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
 * A manifest and what a repository must have before it: an index's children, a referrer's subject,
 * and theirs. Any depth is walked without recursion.
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
   * All manifests but the root in the order in which they are put: each generation needs only those
   * before it. Children of one index are put together even if one refers to another, such as an
   * attestation to its image: a registry takes a referrer without its subject (OCI distribution
   * spec 1.1, "Pushing Manifests with Subject"), and it is the index that makes them complete.
   */
  List<List<Manifest>> generationsBelowRoot() {
    var needed =
        manifests.values().stream()
            .collect(toMap(Manifest::digest, manifest -> successors(manifest).toList()));
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
                      manifest ->
                          placed.containsAll(needed.getOrDefault(manifest.digest(), List.of())),
                      toList()));
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
    var subject = manifest.subject().filter(it -> !areSiblings(manifest.digest(), it));
    return Stream.concat(manifest.children().stream(), subject.stream())
        .filter(manifests::containsKey);
  }

  private boolean areSiblings(Digest one, Digest other) {
    return manifests.values().stream()
        .anyMatch(index -> index.children().contains(one) && index.children().contains(other));
  }
}
