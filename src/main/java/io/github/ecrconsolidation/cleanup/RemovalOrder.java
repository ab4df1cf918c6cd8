package io.github.ecrconsolidation.cleanup;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.toCollection;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * In which order images of one repository are removed: an index before its children, as ECR refuses
 * the opposite, and an image before its referrers and signatures, so that a stop between them
 * leaves no image without its signature.
 */
final class RemovalOrder {
  private final ArtifactGraphs graphs;
  private final Map<Digest, Image> images = new LinkedHashMap<>();

  /** Each image's round, in an order that has every image before what belongs to it. */
  private final Map<Digest, Integer> rounds = new LinkedHashMap<>();

  RemovalOrder(Collection<Image> images, ArtifactGraphs graphs) {
    this.graphs = graphs;
    images.forEach(image -> this.images.put(image.digest(), image));
    arrange();
  }

  /** The images by round: those of one may be removed in one call, after those before. */
  List<List<Image>> byRound() {
    var byRound = new TreeMap<Integer, List<Image>>();
    rounds.forEach((digest, round) ->
        byRound.computeIfAbsent(round, _ -> new ArrayList<>()).add(image(digest)));
    return List.copyOf(byRound.values());
  }

  /** The images by artifact graph, each graph in the order of removal. */
  List<List<Image>> byGraph() {
    var graphs = new LinkedHashMap<Digest, List<Image>>();
    var graphOf = new HashMap<Digest, Digest>();
    for (var start : images.keySet()) {
      if (!graphOf.containsKey(start)) {
        connected(start).forEach(digest -> graphOf.put(digest, start));
        graphs.put(start, new ArrayList<>());
      }
    }
    rounds.entrySet().stream()
        .sorted(comparingInt(Map.Entry::getValue))
        .forEach(entry ->
            Optional.ofNullable(graphOf.get(entry.getKey()))
                .map(graphs::get)
                .orElseThrow()
                .add(image(entry.getKey())));
    return List.copyOf(graphs.values());
  }

  private Image image(Digest digest) {
    return Optional.ofNullable(images.get(digest)).orElseThrow();
  }

  private Set<Digest> connected(Digest start) {
    var found = new LinkedHashSet<>(List.of(start));
    var open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      var digest = open.remove();
      Stream.of(before(digest), children(digest), referrers(digest))
          .flatMap(Collection::stream)
          .filter(found::add)
          .forEach(open::add);
    }
    return found;
  }

  /**
   * Takes the images one by one, each when all that must be removed before it is taken. Where that
   * is a circle (a referrers index that lists its own subject), only the index counts.
   */
  private void arrange() {
    var open = new LinkedHashSet<>(images.keySet());
    var ready =
        open.stream().filter(it -> before(it).isEmpty()).collect(toCollection(ArrayDeque::new));
    while (!open.isEmpty()) {
      if (ready.isEmpty()) {
        ready.add(
            open.stream()
                .filter(it -> rounds.keySet().containsAll(indexes(it)))
                .findFirst()
                .orElseGet(open::getFirst));
      }
      var digest = ready.remove();
      if (open.remove(digest)) {
        rounds.put(digest, round(digest));
        Stream.concat(children(digest).stream(), referrers(digest).stream())
            .filter(it -> open.contains(it) && rounds.keySet().containsAll(before(it)))
            .forEach(ready::add);
      }
    }
  }

  private int round(Digest digest) {
    var afterIndexes =
        indexes(digest).stream().mapToInt(index -> rounds.getOrDefault(index, 0) + 1).max();
    var withSubjects =
        subjects(digest).stream().mapToInt(subject -> rounds.getOrDefault(subject, 0)).max();
    return Math.max(afterIndexes.orElse(0), withSubjects.orElse(0));
  }

  private List<Digest> before(Digest digest) {
    return Stream.concat(indexes(digest).stream(), subjects(digest).stream()).toList();
  }

  private List<Digest> indexes(Digest digest) {
    return mine(graphs.indexesOf(digest).stream());
  }

  private List<Digest> children(Digest digest) {
    return mine(graphs.childrenOf(digest).stream());
  }

  private List<Digest> subjects(Digest digest) {
    return mine(graphs.find(digest).stream().flatMap(it -> ArtifactGraphs.subjects(it).stream()));
  }

  private List<Digest> referrers(Digest digest) {
    return mine(graphs.referrersOf(digest).stream().map(Image::digest));
  }

  private List<Digest> mine(Stream<Digest> digests) {
    return digests.filter(images::containsKey).toList();
  }
}
