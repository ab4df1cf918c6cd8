package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The verdicts on one legacy repository, and what they rest on. */
public final class RepositoryPlan {
  private final LegacyRepository repository;
  private final Relations relations;
  private final MirrorProof proof;
  private final TagTally tags;
  private final Map<Digest, Verdict> verdicts;

  RepositoryPlan(
      LegacyRepository repository,
      Relations relations,
      MirrorProof proof,
      TagTally tags,
      Map<Digest, Verdict> verdicts) {
    this.repository = repository;
    this.relations = relations;
    this.proof = proof;
    this.tags = tags;
    this.verdicts = Collections.unmodifiableMap(verdicts);
  }

  /** What it is about. */
  public LegacyRepository repository() {
    return repository;
  }

  /** How far its tags have come. */
  public TagTally tags() {
    return tags;
  }

  /** When an image was last pulled by the old name, as ECR tells once a day; empty when never. */
  public Optional<Instant> lastPulledAt() {
    return repository.images().stream()
        .flatMap(image -> image.lastPulledAt().stream())
        .max(Comparator.naturalOrder());
  }

  /** One verdict for each image, in the order of the digests. */
  public Collection<Verdict> verdicts() {
    return verdicts.values();
  }

  /** Those that may go. */
  public List<LegacyImage> going() {
    return verdicts.values().stream().filter(Verdict::goes).map(Verdict::image).toList();
  }

  Relations relations() {
    return relations;
  }

  MirrorProof proof() {
    return proof;
  }
}
