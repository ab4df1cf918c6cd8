package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mirror.MirrorOutcome.AlreadyMirrored;
import io.github.ecrconsolidation.mirror.MirrorOutcome.Failed;
import io.github.ecrconsolidation.mirror.MirrorOutcome.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorOutcome.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorOutcome.Refused;
import io.github.ecrconsolidation.mirror.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.mirror.MirrorRequest.OfTag;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.registry.Deadline;
import io.github.ecrconsolidation.registry.FailureKind;
import io.github.ecrconsolidation.registry.ImageSource;
import io.github.ecrconsolidation.registry.ImageTarget;
import io.github.ecrconsolidation.registry.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Makes the consolidated repository agree with one legacy tag or referrer. It asks before it moves
 * anything, so every request may be repeated; and it reads the legacy tag again after writing, so
 * that whoever writes last has looked last, whatever the order of events.
 */
public final class Mirror {
  /** How many connections an HTTP client must be able to hold at once for one image. */
  public static final int CONNECTIONS = ImageCopy.CONNECTIONS;

  private final TagMapping mapping;
  private final ImageSource source;
  private final ImageTarget target;
  private final Supplier<List<RepositoryName>> legacyRepositories;
  private final ImageCopy copy;

  /**
   * @param legacyRepositories those in force, the oldest first; asked only for ambiguous tags
   * @param deadline after which nothing new is begun
   */
  public Mirror(
      TagMapping mapping,
      ImageSource source,
      ImageTarget target,
      Supplier<List<RepositoryName>> legacyRepositories,
      Deadline deadline) {
    this.mapping = mapping;
    this.source = source;
    this.target = target;
    this.legacyRepositories = legacyRepositories;
    this.copy = new ImageCopy(source, target, mapping.consolidated(), deadline);
  }

  /** Does what {@code request} asks for; every end is an outcome, none an exception. */
  public MirrorOutcome attempt(MirrorRequest request) {
    try {
      return switch (request) {
        case OfTag(var legacy, var pushed) ->
            mirrorTag(legacy).orElseGet(() -> tagGone(legacy, pushed));
        case OfDigest(var repository, var digest) -> mirrorReferrer(repository, digest);
      };
    } catch (RegistryException e) {
      return ended(e, request.repository());
    }
  }

  /** Empty when there is no such tag. */
  private Optional<MirrorOutcome> mirrorTag(ImageReference legacy) {
    return switch (mapping.map(legacy, legacyRepositories)) {
      case MappedTag.Refused(_, var reason) -> Optional.of(new Refused("NoPlaceForTag", reason));
      case MappedTag.Mapped(var tag) ->
          follow(legacy, new ImageReference(mapping.consolidated(), tag));
    };
  }

  private Optional<MirrorOutcome> follow(ImageReference legacy, ImageReference goal) {
    var found =
        Stream.<Supplier<Optional<Image>>>of(() -> source.find(legacy), () -> target.find(goal))
            .gather(Gatherers.mapConcurrent(2, Supplier::get))
            .toList();
    if (found.getFirst().isEmpty()) {
      return Optional.empty();
    }
    var wanted = found.getFirst().get();
    var held = found.getLast();
    if (held.filter(image -> image.isActive() && isSame(image, wanted)).isPresent()) {
      return Optional.of(new AlreadyMirrored(wanted.digest(), Optional.of(goal.tag())));
    }
    return held.filter(image -> !isSame(image, wanted))
        .flatMap(image -> heldForAnother(goal, image, legacy))
        .or(() -> settle(legacy, goal.tag(), wanted));
  }

  /**
   * Copies what the legacy tag points to until it still does after the copy. A refusal of an image
   * that nobody points to any more does not matter. Empty when the tag went away.
   */
  private Optional<MirrorOutcome> settle(ImageReference legacy, Tag tag, Image first) {
    var wanted = first;
    while (true) {
      var end = copyTo(tag, legacy, wanted);
      var now = source.find(legacy);
      if (now.isEmpty()) {
        return Optional.of(end).filter(Mirrored.class::isInstance);
      }
      if (isSame(now.get(), wanted)) {
        return Optional.of(end);
      }
      wanted = now.get();
    }
  }

  private MirrorOutcome copyTo(Tag tag, ImageReference legacy, Image image) {
    return refusal(legacy.toString(), image)
        .orElseGet(() -> copied(legacy.repository(), image.digest(), Optional.of(tag)));
  }

  private MirrorOutcome copied(RepositoryName from, Digest digest, Optional<Tag> tag) {
    try {
      copy.copy(from, digest, tag);
      return new Mirrored(digest, tag);
    } catch (RegistryException e) {
      if (e.kind() != FailureKind.IMAGE) {
        throw e;
      }
      return refused(e);
    }
  }

  /**
   * Only a failure about the image is a result; any other goes back to the queue. A legacy
   * repository that was deleted takes its requests with it.
   */
  private static MirrorOutcome ended(RegistryException e, RepositoryName legacy) {
    if (e.isMissing(legacy)) {
      return new NothingToDo(legacy + " was deleted");
    }
    return switch (e.kind()) {
      case IMAGE -> refused(e);
      case SURROUNDINGS, TRANSIENT -> new Failed(e);
    };
  }

  /** The tag went away before it was read; its image may live on under another one. */
  private MirrorOutcome tagGone(ImageReference legacy, Optional<Digest> pushed) {
    var image = pushed.flatMap(digest -> source.find(legacy.repository(), digest));
    if (image.isEmpty()) {
      return new NothingToDo(legacy + " was deleted, and the image with it");
    }
    return image.get().tags().stream()
        .min(Tag::compareTo)
        .flatMap(other -> mirrorTag(new ImageReference(legacy.repository(), other)))
        .orElseGet(() ->
            new NothingToDo(
                "%s was deleted; its image %s is there, but no tag points to it"
                    .formatted(legacy, image.get().digest())));
  }

  /**
   * An untagged manifest is mirrored only if it speaks of another: the rest comes with an index.
   */
  private MirrorOutcome mirrorReferrer(RepositoryName repository, Digest digest) {
    var name = repository + "@" + digest;
    var found = source.find(repository, digest);
    if (found.isEmpty()) {
      return new NothingToDo(name + " was deleted");
    }
    var image = found.get();
    if (image.subject().isEmpty()) {
      return new NothingToDo(name + " has no subject: it is mirrored with its tag or its index");
    }
    if (target.find(mapping.consolidated(), digest).filter(Image::isActive).isPresent()) {
      return new AlreadyMirrored(digest, Optional.empty());
    }
    return refusal(name, image).orElseGet(() -> copied(repository, digest, Optional.empty()));
  }

  /** What no copy could mend, told before anything is pulled. */
  private static Optional<MirrorOutcome> refusal(String name, Image image) {
    if (!image.isActive()) {
      return Optional.of(
          new Refused(
              "ImageNotActive",
              "%s is %s and can not be pulled; restore it with UpdateImageStorageClass (STANDARD), then request it again"
                  .formatted(name, image.status())));
    }
    if (image.mediaType().isSchema1()) {
      return Optional.of(
          new Refused(
              "DockerSchema1",
              "%s is a Docker schema 1 manifest (%s), which can not be pushed again under its digest; push it anew with a current client"
                  .formatted(name, image.mediaType())));
    }
    return Optional.empty();
  }

  /** The consolidated tag holds what another legacy tag of the same name there points to. */
  private Optional<MirrorOutcome> heldForAnother(
      ImageReference goal, Image held, ImageReference legacy) {
    return mapping.rivals(legacy, goal.tag(), legacyRepositories).stream()
        .filter(rival -> source.find(rival).filter(image -> isSame(image, held)).isPresent())
        .findFirst()
        .map(rival ->
            new Refused(
                "TagHeldForAnother",
                "%s would move %s, which holds the image of %s; give one of the two repositories another prefix in SERVICE_PREFIXES, or retag"
                    .formatted(legacy, goal, rival)));
  }

  private static Refused refused(RegistryException e) {
    return new Refused(e.code(), String.valueOf(e.getMessage()));
  }

  private static boolean isSame(Image one, Image other) {
    return one.digest().equals(other.digest());
  }
}
