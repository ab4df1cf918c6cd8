package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Delete;
import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps what a kept image needs: an index its children, an image its referrers and signatures. It
 * keeps the image whose referrer is kept, as ECR may delete a referrer together with its subject,
 * and the index of which a child is still pulled.
 */
final class KeptTogether {
  private final ArtifactGraphs graphs;

  KeptTogether(ArtifactGraphs graphs) {
    this.graphs = graphs;
  }

  /** Turns those of {@code decisions} into keeps that a kept image needs. */
  void keep(Map<Digest, CleanupDecision> decisions) {
    var kept = new ArrayDeque<Keep>();
    decisions.values().stream()
        .flatMap(decision -> decision instanceof Keep keep ? Stream.of(keep) : Stream.empty())
        .filter(keep -> keep.reason() != KeepReason.ARCHIVED)
        .forEach(kept::add);
    while (!kept.isEmpty()) {
      var keep = kept.remove();
      needed(keep).forEach(need -> need(need, keep, decisions).ifPresent(kept::add));
    }
  }

  /** Those of {@code images}, which were eligible, that one of {@code kept} needs. */
  Map<Digest, Keep> needed(List<Image> images, List<Keep> kept) {
    var decisions = new HashMap<Digest, CleanupDecision>();
    images.forEach(image -> decisions.put(image.digest(), new Delete(image)));
    kept.forEach(keep -> decisions.put(keep.image().digest(), keep));
    keep(decisions);
    var needed = new LinkedHashMap<Digest, Keep>();
    for (var image : images) {
      if (decisions.get(image.digest()) instanceof Keep keep) {
        needed.put(image.digest(), keep);
      }
    }
    return needed;
  }

  private record Need(Digest digest, KeepReason reason) {}

  private Stream<Need> needed(Keep keep) {
    var digest = keep.image().digest();
    var children =
        graphs.childrenOf(digest).stream()
            .map(child -> new Need(child, KeepReason.REFERENCED_BY_KEPT_INDEX));
    var referrers =
        graphs.referrersOf(digest).stream()
            .map(referrer -> new Need(referrer.digest(), KeepReason.SUBJECT_KEPT));
    var subject = keep.image().subject().stream().map(it -> new Need(it, KeepReason.REFERRER_KEPT));
    var pulledIndexes =
        keep.reason() == KeepReason.PULLED_RECENTLY
            ? graphs.indexesOf(digest).stream()
                .map(index -> new Need(index, KeepReason.PULLED_RECENTLY))
            : Stream.<Need>empty();
    return Stream.of(children, referrers, subject, pulledIndexes).flatMap(needs -> needs);
  }

  private static Optional<Keep> need(
      Need need, Keep because, Map<Digest, CleanupDecision> decisions) {
    var decision = Optional.ofNullable(decisions.get(need.digest()));
    var keep =
        decision
            .filter(CleanupDecision::isEligible)
            .map(it ->
                new Keep(
                    it.image(),
                    need.reason(),
                    "%s is kept: %s".formatted(because.image().digest(), because.reason()),
                    because.eligibleOn()));
    keep.ifPresent(it -> decisions.put(need.digest(), it));
    return keep;
  }
}
