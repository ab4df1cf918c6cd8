package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.decision.MirrorDecision;
import io.github.ecrconsolidation.decision.MirrorDecision.Archived;
import io.github.ecrconsolidation.decision.MirrorDecision.HeldByAnother;
import io.github.ecrconsolidation.decision.MirrorDecision.Immutable;
import io.github.ecrconsolidation.decision.MirrorDecision.Missing;
import io.github.ecrconsolidation.decision.MirrorDecision.NewerDirect;
import io.github.ecrconsolidation.decision.MirrorDecision.NoTarget;
import io.github.ecrconsolidation.decision.MirrorDecision.Outdated;
import io.github.ecrconsolidation.decision.MirrorDecision.Same;
import io.github.ecrconsolidation.decision.MirrorDecision.Superseded;
import io.github.ecrconsolidation.decision.MirrorRule;
import io.github.ecrconsolidation.decision.TagEvidence;
import io.github.ecrconsolidation.decision.TagEvidence.Current;
import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Proves that a legacy image is in the consolidated repository with all that belongs to it: its
 * digest, each of its tags, every child of an index, every referrer and signature, all ready to be
 * pulled. What is not known is no proof.
 */
final class MirrorProof {
  private final TagMapping mapping;
  private final IndexGraph graph;
  private final MirrorRule rule;
  private final LegacyTags legacyTags;

  MirrorProof(TagMapping mapping, IndexGraph graph, MirrorRule rule, LegacyTags legacyTags) {
    this.mapping = mapping;
    this.graph = graph;
    this.rule = rule;
    this.legacyTags = legacyTags;
  }

  /** What is wrong with the proof; empty when {@code image} is proven. */
  Optional<Discrepancy> discrepancy(
      Image image, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    return Stream.<Supplier<Optional<Discrepancy>>>of(
            () -> copy(image, consolidated),
            () -> tags(image, graphs, consolidated),
            () -> children(image.digest(), image, consolidated),
            () -> referrers(image.digest(), graphs, consolidated),
            () -> unreadable(graphs))
        .flatMap(question -> question.get().stream())
        .findFirst();
  }

  /** The digests of everything that must be in the consolidated repository with {@code image}. */
  Set<Digest> manifests(Image image, ArtifactGraphs graphs) {
    var manifests = new LinkedHashSet<Digest>();
    withReferrers(image, graphs)
        .map(Image::digest)
        .forEach(digest -> {
          manifests.add(digest);
          manifests.addAll(graph.descendants(digest));
        });
    return manifests;
  }

  /**
   * Every digest that the proof looks at: besides the manifests, the images that supersede.
   *
   * @param planned the consolidated repositories as they were planned on
   */
  Set<Digest> evidence(Image image, ArtifactGraphs graphs, List<RepositorySnapshot> planned) {
    var evidence = new LinkedHashSet<>(manifests(image, graphs));
    withReferrers(image, graphs)
        .flatMap(each -> targets(each, graphs).values().stream())
        .flatMap(target -> planned.stream().flatMap(snapshot -> snapshot.find(target).stream()))
        .map(Image::digest)
        .forEach(evidence::add);
    return evidence;
  }

  private static Stream<Image> withReferrers(Image image, ArtifactGraphs graphs) {
    return Stream.concat(Stream.of(image), graphs.referrersOf(image.digest()).stream());
  }

  /** The target of each tag that is mirrored in all of {@code mirrored}: no superseded one. */
  Map<Tag, Tag> targets(Image image, ArtifactGraphs graphs, List<RepositorySnapshot> mirrored) {
    return targets(image, graphs).entrySet().stream()
        .filter(entry ->
            mirrored.stream()
                .allMatch(snapshot ->
                    snapshot
                        .find(entry.getValue())
                        .filter(current -> current.digest().equals(image.digest()))
                        .isPresent()))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<Tag, Tag> targets(Image image, ArtifactGraphs graphs) {
    return image.tags().stream()
        .flatMap(tag ->
            mapped(tag, graphs) instanceof Mapped(var target)
                ? Stream.of(Map.entry(tag, target))
                : Stream.empty())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Each tag of {@code image} that is superseded, and the time at which its target moved on. */
  Map<Tag, Instant> superseded(
      Image image, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    var superseded = new LinkedHashMap<Tag, Instant>();
    for (var tag : image.tags()) {
      if (decision(tag, image, graphs, consolidated) instanceof Superseded(var target, _)) {
        consolidated.find(target).ifPresent(current -> superseded.put(tag, current.pushedAt()));
      }
    }
    return superseded;
  }

  /**
   * The images that targets of {@code image} point to instead, and that may have come from a legacy
   * repository: once they are removed from there, the legacy tag would look superseded.
   */
  Stream<Digest> inItsPlace(Image image, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    return image.tags().stream()
        .flatMap(tag ->
            switch (decision(tag, image, graphs, consolidated)) {
              case Outdated(_, var current) -> Stream.of(current);
              case Immutable(_, var current) -> Stream.of(current);
              case HeldByAnother(_, var current, _) -> Stream.of(current);
              case Same _, Archived _, Missing _, NewerDirect _, Superseded _, NoTarget _ ->
                  Stream.empty();
            });
  }

  private static Optional<Discrepancy> unreadable(ArtifactGraphs graphs) {
    return graphs.unreadable().stream()
        .findFirst()
        .map(index ->
            new Discrepancy(
                KeepReason.UNKNOWN,
                "the index %s cannot be read, so any image here may be part of it; restore or delete it"
                    .formatted(index)));
  }

  private static Optional<Discrepancy> copy(Image image, RepositorySnapshot consolidated) {
    var there = consolidated.find(image.digest());
    if (there.isEmpty()) {
      return discrepancy(KeepReason.NOT_MIRRORED, "");
    }
    return there.get().isActive()
        ? Optional.empty()
        : discrepancy(
            KeepReason.NOT_ACTIVE_THERE, "it is %s there".formatted(there.get().status()));
  }

  private Optional<Discrepancy> tags(
      Image image, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    if (!image.overlongTags().isEmpty()) {
      return discrepancy(
          KeepReason.TAG_WITHOUT_TARGET,
          "a tag has more than 128 characters; retag it, or give it up");
    }
    return image.tags().stream()
        .sorted()
        .flatMap(tag -> tag(tag, image, graphs, consolidated).stream())
        .findFirst();
  }

  /**
   * What keeps {@code tag} from standing for {@code digest} in {@code consolidated}, if anything.
   */
  Optional<Discrepancy> tag(
      Tag tag, Image image, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    var decision = decision(tag, image, graphs, consolidated);
    return switch (decision) {
      // That the copy can be pulled is a question of its own.
      case Same _, Superseded _, Archived _ -> Optional.empty();
      case Missing _ -> discrepancy(KeepReason.TAG_NOT_MIRRORED, in(consolidated, decision));
      case Outdated _, NewerDirect _, HeldByAnother _, Immutable _ ->
          discrepancy(
              KeepReason.TAG_POINTS_ELSEWHERE,
              in(consolidated, decision)
                  + "; mirror the legacy tag again (Mirror Requested, with override), or delete"
                  + " it");
      case NoTarget _ -> discrepancy(KeepReason.TAG_WITHOUT_TARGET, decision.reason());
    };
  }

  private static String in(RepositorySnapshot consolidated, MirrorDecision decision) {
    return "in %s, %s".formatted(consolidated.repository(), decision.reason());
  }

  /** What {@code tag} of {@code image} and its target in {@code consolidated} mean. */
  MirrorDecision decision(
      Tag tag, Image image, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    var legacy = new ImageReference(graphs.repository(), tag);
    var mapped = mapped(tag, graphs);
    return rule.decide(
        new TagEvidence(
            mapped,
            image,
            consolidated.find(image.digest()),
            mapped
                .target()
                .flatMap(target ->
                    consolidated
                        .find(target)
                        .map(current ->
                            Current.of(current, image, () -> current(legacy, target, current))))));
  }

  private Current current(ImageReference legacy, Tag target, Image image) {
    return new Current(
        image, legacyTags.origin(image), legacyTags.holder(legacy, target, image), false);
  }

  private MappedTag mapped(Tag tag, ArtifactGraphs graphs) {
    return mapping.map(new ImageReference(graphs.repository(), tag), graphs::claimants);
  }

  private Optional<Discrepancy> children(
      Digest digest, Image image, RepositorySnapshot consolidated) {
    return unreadIndex(digest, image)
        .or(() ->
            graph.descendants(digest).stream()
                .flatMap(child -> child(child, consolidated).stream())
                .findFirst());
  }

  private Optional<Discrepancy> child(Digest child, RepositorySnapshot consolidated) {
    var there = consolidated.find(child).filter(Image::isActive);
    return there.isEmpty()
        ? discrepancy(
            KeepReason.CHILD_MISSING, "its child %s cannot be pulled there".formatted(child))
        : unreadIndex(child, there.get());
  }

  private Optional<Discrepancy> unreadIndex(Digest digest, Image image) {
    return ArtifactGraphs.mayListOthers(image.mediaType()) && graph.children(digest).isEmpty()
        ? discrepancy(
            KeepReason.UNKNOWN, "the manifest of the index %s cannot be read".formatted(digest))
        : Optional.empty();
  }

  private Optional<Discrepancy> referrers(
      Digest digest, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    return graphs.referrersOf(digest).stream()
        .flatMap(referrer -> referrer(digest, referrer, graphs, consolidated).stream())
        .findFirst();
  }

  private Optional<Discrepancy> referrer(
      Digest subject, Image referrer, ArtifactGraphs graphs, RepositorySnapshot consolidated) {
    var isReferrer = referrer.subject().equals(Optional.of(subject));
    var discrepancy =
        copy(referrer, consolidated)
            .or(() -> tags(referrer, graphs, consolidated))
            .or(() -> children(referrer.digest(), referrer, consolidated));
    return discrepancy.flatMap(it ->
        discrepancy(
            isReferrer ? KeepReason.REFERRER_MISSING : KeepReason.SIGNATURE_MISSING,
            "%s: %s %s".formatted(referrer.digest(), it.reason(), it.detail())));
  }

  private static Optional<Discrepancy> discrepancy(KeepReason reason, String detail) {
    return Optional.of(new Discrepancy(reason, detail));
  }
}
