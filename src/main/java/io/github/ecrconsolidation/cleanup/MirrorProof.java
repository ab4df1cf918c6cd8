package io.github.ecrconsolidation.cleanup;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.MappedTag.Refused;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Proves that a legacy image stands in the consolidated repository with all that belongs to it: its
 * digest, each of its tags, every child of an index, every referrer and companion, all ready to be
 * pulled. What is not known is no proof.
 */
final class MirrorProof {
  private final TagMapping mapping;
  private final IndexGraph graph;
  private final Optional<Instant> cutover;

  MirrorProof(TagMapping mapping, IndexGraph graph, Optional<Instant> cutover) {
    this.mapping = mapping;
    this.graph = graph;
    this.cutover = cutover;
  }

  /** What is wrong with the proof; empty when {@code held} is proven. */
  Optional<Discrepancy> discrepancy(HeldImage held, Relations relations, Inventory consolidated) {
    return Stream.<Supplier<Optional<Discrepancy>>>of(
            () -> copy(held, consolidated),
            () -> tags(held, relations, consolidated),
            () -> children(held.digest(), held.image(), consolidated),
            () -> adherents(held.digest(), relations, consolidated),
            () -> unreadable(relations))
        .flatMap(question -> question.get().stream())
        .findFirst();
  }

  /** The digests of everything that must be in the consolidated repository with {@code held}. */
  Set<Digest> manifests(HeldImage held, Relations relations) {
    var manifests = new LinkedHashSet<Digest>();
    withAdherents(held, relations)
        .map(HeldImage::digest)
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
  Set<Digest> evidence(HeldImage held, Relations relations, List<Inventory> planned) {
    var evidence = new LinkedHashSet<>(manifests(held, relations));
    withAdherents(held, relations)
        .flatMap(image -> targets(image, relations).values().stream())
        .flatMap(target -> planned.stream().flatMap(inventory -> inventory.find(target).stream()))
        .map(Image::digest)
        .forEach(evidence::add);
    return evidence;
  }

  private static Stream<HeldImage> withAdherents(HeldImage held, Relations relations) {
    return Stream.concat(Stream.of(held), relations.adherentsOf(held.digest()).stream());
  }

  /** The target of each tag that is mirrored in all of {@code mirrored}: no superseded one. */
  Map<Tag, Tag> targets(HeldImage held, Relations relations, List<Inventory> mirrored) {
    return targets(held, relations).entrySet().stream()
        .filter(entry ->
            mirrored.stream()
                .allMatch(inventory ->
                    inventory
                        .find(entry.getValue())
                        .filter(image -> image.digest().equals(held.digest()))
                        .isPresent()))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Map<Tag, Tag> targets(HeldImage held, Relations relations) {
    return held.image().tags().stream()
        .flatMap(tag ->
            mapped(tag, relations) instanceof Mapped(var target)
                ? Stream.of(Map.entry(tag, target))
                : Stream.empty())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Each tag of {@code held} that moved on under the new name, and when it did at the latest. */
  Map<Tag, Instant> superseded(HeldImage held, Relations relations, Inventory consolidated) {
    return targets(held, relations).entrySet().stream()
        .flatMap(entry ->
            consolidated.find(entry.getValue()).stream()
                .filter(current -> isSuperseding(current, held, relations))
                .map(current -> Map.entry(entry.getKey(), current.pushedAt())))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Whether the target tag was moved on to {@code current} by a direct push after the cutover: then
   * the legacy tag is history. An image that the legacy repository has, too, may have been mirrored
   * in the wrong order, and supersedes nothing.
   */
  private boolean isSuperseding(Image current, HeldImage legacy, Relations relations) {
    return !current.digest().equals(legacy.digest())
        && relations.find(current.digest()).isEmpty()
        && current.pushedAt().isAfter(legacy.image().pushedAt())
        && cutover.filter(begin -> !current.pushedAt().isBefore(begin)).isPresent();
  }

  private static Optional<Discrepancy> unreadable(Relations relations) {
    return relations.unreadable().stream()
        .findFirst()
        .map(index ->
            new Discrepancy(
                KeepReason.UNKNOWN,
                "the index %s can not be read, so any image here may be part of it; restore or delete it"
                    .formatted(index)));
  }

  private static Optional<Discrepancy> copy(HeldImage held, Inventory consolidated) {
    var there = consolidated.find(held.digest());
    if (there.isEmpty()) {
      return discrepancy(KeepReason.NOT_MIRRORED, "");
    }
    return there.get().isActive()
        ? Optional.empty()
        : discrepancy(
            KeepReason.NOT_ACTIVE_THERE, "it is %s there".formatted(there.get().status()));
  }

  private Optional<Discrepancy> tags(HeldImage held, Relations relations, Inventory consolidated) {
    if (!held.unaddressableTags().isEmpty()) {
      return discrepancy(
          KeepReason.TAG_WITHOUT_PLACE,
          "a tag has more than 128 characters; retag it, or give it up");
    }
    return held.image().tags().stream()
        .sorted()
        .flatMap(tag -> tag(tag, held, relations, consolidated).stream())
        .findFirst();
  }

  /**
   * What keeps {@code tag} from standing for {@code digest} in {@code consolidated}, if anything.
   */
  Optional<Discrepancy> tag(Tag tag, HeldImage held, Relations relations, Inventory consolidated) {
    return switch (mapped(tag, relations)) {
      case Refused(_, var reason) -> discrepancy(KeepReason.TAG_WITHOUT_PLACE, reason);
      case Mapped(var target) -> target(target, held, relations, consolidated);
    };
  }

  private Optional<Discrepancy> target(
      Tag target, HeldImage held, Relations relations, Inventory consolidated) {
    var current = consolidated.find(target);
    if (current.isEmpty()) {
      return discrepancy(
          KeepReason.TAG_NOT_MIRRORED,
          "%s:%s does not exist".formatted(consolidated.repository(), target));
    }
    return current.get().digest().equals(held.digest())
            || isSuperseding(current.get(), held, relations)
        ? Optional.empty()
        : discrepancy(
            KeepReason.TAG_POINTS_ELSEWHERE,
            "%s:%s is %s; mirror it again (Mirror Requested, override), or delete the legacy tag"
                .formatted(consolidated.repository(), target, current.get().digest()));
  }

  private MappedTag mapped(Tag tag, Relations relations) {
    return mapping.map(new ImageReference(relations.repository(), tag), relations::relatives);
  }

  private Optional<Discrepancy> children(Digest digest, Image image, Inventory consolidated) {
    if (!Relations.mayListOthers(image.mediaType())) {
      return Optional.empty();
    }
    if (graph.children(digest).isEmpty()) {
      return discrepancy(
          KeepReason.UNKNOWN, "the manifest of the index %s can not be read".formatted(digest));
    }
    return graph.children(digest).orElseThrow().stream()
        .flatMap(child -> child(child, consolidated).stream())
        .findFirst();
  }

  private Optional<Discrepancy> child(Digest child, Inventory consolidated) {
    var there = consolidated.find(child).filter(Image::isActive);
    return there.isEmpty()
        ? discrepancy(
            KeepReason.CHILD_MISSING, "its child %s can not be pulled there".formatted(child))
        : children(child, there.get(), consolidated);
  }

  private Optional<Discrepancy> adherents(
      Digest digest, Relations relations, Inventory consolidated) {
    return relations.adherentsOf(digest).stream()
        .flatMap(adherent -> adherent(digest, adherent, relations, consolidated).stream())
        .findFirst();
  }

  private Optional<Discrepancy> adherent(
      Digest subject, HeldImage adherent, Relations relations, Inventory consolidated) {
    var isReferrer = adherent.image().subject().equals(Optional.of(subject));
    var discrepancy =
        copy(adherent, consolidated)
            .or(() -> tags(adherent, relations, consolidated))
            .or(() -> children(adherent.digest(), adherent.image(), consolidated));
    return discrepancy.flatMap(it ->
        discrepancy(
            isReferrer ? KeepReason.REFERRER_MISSING : KeepReason.COMPANION_MISSING,
            "%s: %s %s".formatted(adherent.digest(), it.reason(), it.detail())));
  }

  private static Optional<Discrepancy> discrepancy(KeepReason reason, String detail) {
    return Optional.of(new Discrepancy(reason, detail));
  }
}
