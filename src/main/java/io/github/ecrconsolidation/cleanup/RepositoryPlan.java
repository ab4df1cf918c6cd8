package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decisions on one legacy repository, and what they rest on. */
public final class RepositoryPlan {
  private final LegacyRepository repository;
  private final ArtifactGraphs graphs;
  private final MirrorProof proof;
  private final TagProgress tags;
  private final Map<Digest, CleanupDecision> decisions;
  private final List<RepositorySnapshot> mirrored;

  RepositoryPlan(
      LegacyRepository repository,
      ArtifactGraphs graphs,
      MirrorProof proof,
      TagProgress tags,
      Map<Digest, CleanupDecision> decisions,
      List<RepositorySnapshot> mirrored) {
    this.repository = repository;
    this.graphs = graphs;
    this.proof = proof;
    this.tags = tags;
    this.mirrored = List.copyOf(mirrored);
    this.decisions = Collections.unmodifiableMap(decisions);
  }

  /** What it is about. */
  public LegacyRepository repository() {
    return repository;
  }

  /** How far its tags have come. */
  public TagProgress tags() {
    return tags;
  }

  /**
   * A legacy tag that moved on under the new name.
   *
   * @param since when its target got the image that it has now
   */
  public record Superseded(Image image, Tag tag, Instant since) {}

  /** The tags of this repository that are superseded. */
  public List<Superseded> superseded() {
    return repository.images().stream()
        .flatMap(image ->
            proof.superseded(image, graphs, mirrored.getFirst()).entrySet().stream()
                .map(entry -> new Superseded(image, entry.getKey(), entry.getValue())))
        .toList();
  }

  /** When an image was last pulled by the old name, as ECR tells once a day; empty when never. */
  public Optional<Instant> lastPulledAt() {
    return repository.images().stream()
        .flatMap(image -> image.lastPulledAt().stream())
        .max(Comparator.naturalOrder());
  }

  /** One decision for each image, in the order of the digests. */
  public Collection<CleanupDecision> decisions() {
    return decisions.values();
  }

  /** Those that are eligible. */
  public List<Image> eligible() {
    return decisions.values().stream()
        .filter(CleanupDecision::isEligible)
        .map(CleanupDecision::image)
        .toList();
  }

  /** The consolidated repositories as they were when this was planned. */
  List<RepositorySnapshot> mirrored() {
    return mirrored;
  }

  /**
   * The same plan in which those of {@code kept} that are its own, and what they need, are kept.
   */
  RepositoryPlan without(List<CleanupDecision.Keep> kept) {
    var fewer = new LinkedHashMap<>(decisions);
    kept.stream()
        .filter(keep -> keep.image().repository().equals(repository.name()))
        .forEach(keep -> fewer.put(keep.image().digest(), keep));
    new KeptTogether(graphs).keep(fewer);
    return new RepositoryPlan(repository, graphs, proof, tags, fewer, mirrored);
  }

  ArtifactGraphs graphs() {
    return graphs;
  }

  MirrorProof proof() {
    return proof;
  }
}
