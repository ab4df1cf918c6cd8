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
import java.util.LinkedHashSet;
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

  MirrorProof(TagMapping mapping, IndexGraph graph) {
    this.mapping = mapping;
    this.graph = graph;
  }

  /** What is wrong with the proof; empty when {@code held} is proven. */
  Optional<Flaw> flaw(HeldImage held, Relations relations, Inventory consolidated) {
    return Stream.<Supplier<Optional<Flaw>>>of(
            () -> copy(held, consolidated),
            () -> tags(held, relations, consolidated),
            () -> children(held.digest(), held.image(), consolidated),
            () -> adherents(held.digest(), relations, consolidated),
            () -> unreadable(relations))
        .flatMap(question -> question.get().stream())
        .findFirst();
  }

  /** Every digest of the consolidated repository the proof looks at. */
  Set<Digest> evidence(HeldImage held, Relations relations) {
    var evidence = new LinkedHashSet<Digest>();
    Stream.concat(Stream.of(held), relations.adherentsOf(held.digest()).stream())
        .map(HeldImage::digest)
        .forEach(digest -> {
          evidence.add(digest);
          evidence.addAll(graph.descendants(digest));
        });
    return evidence;
  }

  /** The consolidated tag of each tag that has one. */
  Map<Tag, Tag> consolidatedTags(HeldImage held, Relations relations) {
    return held.image().tags().stream()
        .flatMap(tag ->
            mapped(tag, relations) instanceof Mapped(var goal)
                ? Stream.of(Map.entry(tag, goal))
                : Stream.empty())
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Optional<Flaw> unreadable(Relations relations) {
    return relations.unreadable().stream()
        .findFirst()
        .map(index ->
            new Flaw(
                Reason.UNKNOWN,
                "the index %s can not be read, so any image here may be part of it; restore or delete it"
                    .formatted(index)));
  }

  private static Optional<Flaw> copy(HeldImage held, Inventory consolidated) {
    var there = consolidated.find(held.digest());
    if (there.isEmpty()) {
      return flaw(Reason.NOT_MIRRORED, "");
    }
    return there.get().isActive()
        ? Optional.empty()
        : flaw(Reason.NOT_ACTIVE_THERE, "it is %s there".formatted(there.get().status()));
  }

  private Optional<Flaw> tags(HeldImage held, Relations relations, Inventory consolidated) {
    if (!held.unaddressableTags().isEmpty()) {
      return flaw(Reason.TAG_WITHOUT_PLACE, "a tag has more than 128 characters");
    }
    return held.image().tags().stream()
        .sorted()
        .flatMap(tag -> tag(tag, held.digest(), relations, consolidated).stream())
        .findFirst();
  }

  /**
   * What keeps {@code tag} from standing for {@code digest} in {@code consolidated}, if anything.
   */
  Optional<Flaw> tag(Tag tag, Digest digest, Relations relations, Inventory consolidated) {
    return switch (mapped(tag, relations)) {
      case Refused(_, var reason) -> flaw(Reason.TAG_WITHOUT_PLACE, reason);
      case Mapped(var goal) -> {
        var held = consolidated.find(goal).map(Image::digest);
        if (held.isEmpty()) {
          yield flaw(Reason.TAG_NOT_MIRRORED, goal + " is not there");
        }
        yield held.get().equals(digest)
            ? Optional.empty()
            : flaw(Reason.TAG_POINTS_ELSEWHERE, "%s is %s there".formatted(goal, held.get()));
      }
    };
  }

  private MappedTag mapped(Tag tag, Relations relations) {
    return mapping.map(new ImageReference(relations.repository(), tag), relations::relatives);
  }

  private Optional<Flaw> children(Digest digest, Image image, Inventory consolidated) {
    if (!Relations.mayListOthers(image.mediaType())) {
      return Optional.empty();
    }
    if (graph.children(digest).isEmpty()) {
      return flaw(Reason.UNKNOWN, "the manifest of the index %s can not be read".formatted(digest));
    }
    return graph.children(digest).orElseThrow().stream()
        .flatMap(child -> child(child, consolidated).stream())
        .findFirst();
  }

  private Optional<Flaw> child(Digest child, Inventory consolidated) {
    var there = consolidated.find(child).filter(Image::isActive);
    return there.isEmpty()
        ? flaw(Reason.CHILD_MISSING, "its child %s can not be pulled there".formatted(child))
        : children(child, there.get(), consolidated);
  }

  private Optional<Flaw> adherents(Digest digest, Relations relations, Inventory consolidated) {
    return relations.adherentsOf(digest).stream()
        .flatMap(adherent -> adherent(digest, adherent, relations, consolidated).stream())
        .findFirst();
  }

  private Optional<Flaw> adherent(
      Digest subject, HeldImage adherent, Relations relations, Inventory consolidated) {
    var isReferrer = adherent.image().subject().equals(Optional.of(subject));
    var flaw =
        copy(adherent, consolidated)
            .or(() -> tags(adherent, relations, consolidated))
            .or(() -> children(adherent.digest(), adherent.image(), consolidated));
    return flaw.flatMap(it ->
        flaw(
            isReferrer ? Reason.REFERRER_MISSING : Reason.COMPANION_MISSING,
            "%s: %s %s".formatted(adherent.digest(), it.reason(), it.detail())));
  }

  private static Optional<Flaw> flaw(Reason reason, String detail) {
    return Optional.of(new Flaw(reason, detail));
  }
}
