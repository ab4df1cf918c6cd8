package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which images of one legacy repository belong to which: indexes, referrers, signature tags. */
final class ArtifactGraphs {
  /** Whatever follows the digest: signature tools invent suffixes. */
  private static final Pattern SIGNATURE_TAG = Pattern.compile("sha256-([0-9a-f]{64}).*");

  private final RepositoryName repository;
  private final List<RepositoryName> claimants;
  private final Map<Digest, Image> images = new HashMap<>();
  private final Map<Digest, List<Digest>> indexes = new HashMap<>();
  private final IndexGraph graph;
  private final Map<Digest, List<Image>> referrers = new HashMap<>();
  private final List<Digest> unreadable = new ArrayList<>();

  /**
   * @param claimants the legacy repositories that may claim the tags of this one, the oldest first
   */
  ArtifactGraphs(
      RepositoryName repository,
      Collection<Image> all,
      IndexGraph graph,
      List<RepositoryName> claimants) {
    this.repository = repository;
    this.claimants = List.copyOf(claimants);
    this.graph = graph;
    all.forEach(image -> images.put(image.digest(), image));
    for (var image : all) {
      subjects(image)
          .forEach(
              subject -> referrers.computeIfAbsent(subject, _ -> new ArrayList<>()).add(image));
      if (mayListOthers(image.mediaType())) {
        graph
            .children(image.digest())
            .ifPresentOrElse(
                children -> children.forEach(child -> listed(child, image.digest())),
                () -> unreadable.add(image.digest()));
      }
    }
  }

  /** What is neither an image nor schema 1 is an index, or something unknown. */
  static boolean mayListOthers(MediaType mediaType) {
    return !mediaType.isImage() && !mediaType.isSchema1();
  }

  private void listed(Digest child, Digest index) {
    if (images.containsKey(child)) {
      indexes.computeIfAbsent(child, _ -> new ArrayList<>(1)).add(index);
    }
  }

  /** The images {@code image} speaks of: as a referrer, or by a {@code sha256-<hex>} tag. */
  static Set<Digest> subjects(Image image) {
    var subjects = new LinkedHashSet<Digest>();
    image.subject().ifPresent(subjects::add);
    Stream.concat(image.tags().stream().map(Tag::value), image.overlongTags().stream())
        .filter(tag -> tag.startsWith("sha256-"))
        .map(SIGNATURE_TAG::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> new Digest("sha256:" + matcher.group(1)))
        .forEach(subjects::add);
    subjects.remove(image.digest());
    return subjects;
  }

  RepositoryName repository() {
    return repository;
  }

  List<RepositoryName> claimants() {
    return claimants;
  }

  Optional<Image> find(Digest digest) {
    return Optional.ofNullable(images.get(digest));
  }

  /** The indexes of this repository that list {@code child}. */
  List<Digest> indexesOf(Digest child) {
    return indexes.getOrDefault(child, List.of());
  }

  /** What the index lists, here or not; empty when that is not known. */
  List<Digest> childrenOf(Digest index) {
    return graph.children(index).orElse(List.of());
  }

  /** The referrers of {@code subject}, and the images whose {@code sha256-<hex>} tag names it. */
  List<Image> referrersOf(Digest subject) {
    return referrers.getOrDefault(subject, List.of());
  }

  /** Indexes whose children are not known: any image may be one of them. */
  List<Digest> unreadable() {
    return unreadable;
  }
}
