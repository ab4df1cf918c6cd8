package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.decision.CopyObstacle;
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
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.FailureKind;
import io.github.ecrconsolidation.ecr.ImageSource;
import io.github.ecrconsolidation.ecr.ImageTarget;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.events.MirrorRequest.OfDigest;
import io.github.ecrconsolidation.events.MirrorRequest.OfOverlongTag;
import io.github.ecrconsolidation.events.MirrorRequest.OfTag;
import io.github.ecrconsolidation.mapping.MappedTag;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.mirror.MirrorResult.AlreadyMirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.Failed;
import io.github.ecrconsolidation.mirror.MirrorResult.Mirrored;
import io.github.ecrconsolidation.mirror.MirrorResult.NothingToDo;
import io.github.ecrconsolidation.mirror.MirrorResult.Refused;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the consolidated repository agree with one legacy tag or referrer, as far as {@link
 * MirrorRule} says that it should. It asks before it moves anything, so every request may be
 * repeated; and it reads the legacy tag again after writing, so that whoever writes last has looked
 * last, whatever the order of events.
 */
public final class Mirror {
  /** How many connections an HTTP client must be able to hold at once for one image. */
  public static final int CONNECTIONS = ImageCopy.CONNECTIONS;

  /** The mirror runs before and after a cutover alike. */
  private static final MirrorRule RULE = new MirrorRule(Optional.empty());

  private final TagMapping mapping;
  private final ImageSource source;
  private final ImageTarget target;
  private final Function<RepositoryName, List<RepositoryName>> legacyRepositories;
  private final Instant youngSince;
  private final ImageCopy copy;

  /**
   * @param legacyRepositories those in force, the oldest first, with the repository it is given;
   *     asked only for tags that another one could claim
   * @param youngSince a pushed referrer does not bring a subject that was pushed earlier
   * @param deadline after which nothing new is begun
   */
  public Mirror(
      TagMapping mapping,
      ImageSource source,
      ImageTarget target,
      Function<RepositoryName, List<RepositoryName>> legacyRepositories,
      Instant youngSince,
      Deadline deadline) {
    this.mapping = mapping;
    this.source = source;
    this.target = target;
    this.legacyRepositories = legacyRepositories;
    this.youngSince = youngSince;
    this.copy = new ImageCopy(source, target, mapping.consolidated(), deadline);
  }

  /**
   * Does what {@code request} asks for; every end is a result, none an exception.
   *
   * @param justPushed whether the image was pushed a moment ago: it is probably not mirrored yet,
   *     and a pull that proves superfluous is no later than its push. Its manifest is read at once
   *     then, beside the questions whether it is needed
   */
  public MirrorResult attempt(MirrorRequest request, boolean justPushed) {
    try {
      return switch (request) {
        case OfTag tag ->
            mirrorTag(tag, tag.pushed().filter(_ -> justPushed)).orElseGet(() -> tagGone(tag));
        case OfOverlongTag(var repository, var tag, _) ->
            refused(mapping.overlong(repository, tag));
        case OfDigest digest -> mirrorReferrer(digest, justPushed);
      };
    } catch (RegistryException e) {
      return ended(e, request.repository());
    }
  }

  /**
   * Empty when there is no such tag.
   *
   * @param ahead an image to read at once
   */
  private Optional<MirrorResult> mirrorTag(OfTag request, Optional<Digest> ahead) {
    var legacy = request.image();
    return switch (mapping.map(legacy, () -> legacyRepositories.apply(legacy.repository()))) {
      case MappedTag.Refused refusal -> Optional.of(refused(refusal));
      case Mapped(var tag) ->
          mirrorTag(request, new ImageReference(mapping.consolidated(), tag), ahead);
    };
  }

  private Optional<MirrorResult> mirrorTag(
      OfTag request, ImageReference targetReference, Optional<Digest> ahead) {
    var questions = new ArrayList<Supplier<Optional<Image>>>();
    questions.add(() -> source.find(request.image()));
    questions.add(() -> target.find(targetReference));
    ahead.ifPresent(digest -> questions.add(readAhead(request.repository(), List.of(digest))));
    var found = Together.ask(questions);
    return found.getFirst().flatMap(image -> settle(request, targetReference, image, found.get(1)));
  }

  /**
   * Decides and copies until the legacy tag still points to the image decided on after the copy. A
   * refusal of an image that no tag points to any more does not matter. Empty when the tag was
   * removed away.
   */
  private Optional<MirrorResult> settle(
      OfTag request, ImageReference targetReference, Image first, Optional<Image> found) {
    var image = first;
    var current = found;
    while (true) {
      var decision = decide(request.image(), targetReference.tag(), image, current);
      var end = follow(request, targetReference, image, decision);
      if (!isCopied(request, decision)) {
        return Optional.of(end);
      }
      var now = source.find(request.image());
      if (now.isEmpty()) {
        return Optional.of(end).filter(Mirrored.class::isInstance);
      }
      if (isSame(now.get(), image)) {
        return Optional.of(end);
      }
      image = now.get();
      current = target.find(targetReference);
    }
  }

  private MirrorDecision decide(
      ImageReference legacy, Tag tag, Image image, Optional<Image> current) {
    return RULE.decide(
        new TagEvidence(
            new Mapped(tag),
            image,
            Optional.empty(),
            current.map(
                found -> Current.of(found, image, () -> evidence(legacy, tag, image, found)))));
  }

  /** Looks up no more than the rule needs. */
  private Current evidence(ImageReference legacy, Tag tag, Image image, Image current) {
    var holder =
        mapping
            .otherClaims(legacy, tag, () -> legacyRepositories.apply(legacy.repository()))
            .stream()
            .filter(claimant -> pointsTo(claimant, current))
            .findFirst();
    var matters = holder.isPresent() || current.pushedAt().isAfter(image.pushedAt());
    return new Current(
        current,
        matters ? source.find(legacy.repository(), current.digest()) : Optional.empty(),
        holder,
        false);
  }

  /** A repository that was deleted since it was listed holds nothing. */
  private boolean pointsTo(ImageReference claimant, Image image) {
    try {
      return source.find(claimant).filter(found -> isSame(found, image)).isPresent();
    } catch (RegistryException e) {
      if (e.isMissing(claimant.repository())) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isCopied(OfTag request, MirrorDecision decision) {
    return switch (decision) {
      case Missing _, Outdated _, Immutable _ -> true;
      case NewerDirect _, Superseded _, HeldByAnother _, Archived _ -> request.override();
      case Same _, NoTarget _ -> false;
    };
  }

  private MirrorResult follow(
      OfTag request, ImageReference targetReference, Image image, MirrorDecision decision) {
    if (isCopied(request, decision)) {
      return copyTo(targetReference.tag(), request.image(), image);
    }
    var reason = "%s: %s".formatted(request.image(), decision.reason());
    return switch (decision) {
      case Same _ -> new AlreadyMirrored(image.digest(), Optional.of(targetReference.tag()));
      case HeldByAnother _ ->
          new Refused(
              "TagHeldForAnother",
              reason
                  + "; give one of the two repositories another prefix in SERVICE_PREFIXES, or"
                  + " retag");
      case NewerDirect _, Superseded _, Archived _, Missing _, Outdated _, Immutable _ ->
          new NothingToDo(
              reason + "; request it with \"override\": true to mirror it nevertheless");
      case NoTarget _ ->
          throw new IllegalStateException("decided on a tag that was mapped: " + reason);
    };
  }

  private MirrorResult copyTo(Tag tag, ImageReference legacy, Image image) {
    return refusal(legacy.toString(), image)
        .orElseGet(() ->
            copied(
                legacy.repository(),
                image.digest(),
                Optional.of(tag),
                subjects(legacy.repository(), youngSince)));
  }

  private Subjects subjects(RepositoryName legacy, Instant since) {
    return new Subjects(source, target, mapping.consolidated(), legacy, since);
  }

  private MirrorResult copied(
      RepositoryName from, Digest digest, Optional<Tag> tag, Subjects subjects) {
    try {
      copy.copy(from, digest, tag, subjects);
      return new Mirrored(digest, tag);
    } catch (RegistryException e) {
      if (e.kind() != FailureKind.IMAGE) {
        throw e;
      }
      return refused(e);
    }
  }

  /**
   * Only a failure about the image is a result; any other returns to the queue. A legacy repository
   * that was deleted takes its requests with it.
   */
  private static MirrorResult ended(RegistryException e, RepositoryName legacy) {
    if (e.isMissing(legacy)) {
      return new NothingToDo(legacy + " was deleted");
    }
    return switch (e.kind()) {
      case IMAGE -> refused(e);
      case SURROUNDINGS, TRANSIENT -> new Failed(e);
    };
  }

  /** The tag was removed before it was read; its image may live on under another one. */
  private MirrorResult tagGone(OfTag request) {
    var legacy = request.image();
    var image = request.pushed().flatMap(digest -> source.find(legacy.repository(), digest));
    if (image.isEmpty()) {
      return new NothingToDo(legacy + " was deleted, and the image with it");
    }
    return image.get().tags().stream()
        .min(Tag::compareTo)
        .map(other -> new ImageReference(legacy.repository(), other))
        .flatMap(other -> mirrorTag(new OfTag(other, request.pushed()), Optional.empty()))
        .orElseGet(() ->
            new NothingToDo(
                "%s was deleted; its image %s is there, but no tag points to it"
                    .formatted(legacy, image.get().digest())));
  }

  /**
   * An untagged manifest is mirrored only if it speaks of another: the rest comes with an index.
   */
  private MirrorResult mirrorReferrer(OfDigest request, boolean justPushed) {
    var name = request.repository() + "@" + request.digest();
    var found = source.find(request.repository(), request.digest());
    if (found.isEmpty()) {
      return new NothingToDo(name + " was deleted");
    }
    var image = found.get();
    if (image.subject().isEmpty()) {
      return new NothingToDo(
          name + " has no subject that ECR can hold: it is mirrored with its tag or its index");
    }
    if (!request.requested() && comesWithItsIndex(image)) {
      return new NothingToDo(name + " is an attestation of a build: it is mirrored with its index");
    }
    var subjects = subjects(request.repository(), request.requested() ? Instant.MIN : youngSince);
    var current = current(image, request, subjects, justPushed);
    if (current.filter(Image::isActive).isPresent()) {
      return new AlreadyMirrored(image.digest(), Optional.empty());
    }
    return refusal(name, image)
        .or(() -> subjects.havePlaceFor(image) ? Optional.empty() : Optional.of(alone(name, image)))
        .orElseGet(() -> copied(request.repository(), image.digest(), Optional.empty(), subjects));
  }

  /**
   * BuildKit pushes an attestation before the index that has it, as it does the image, untagged.
   */
  private boolean comesWithItsIndex(Image image) {
    return image.isBuildAttestation()
        && image
            .subject()
            .flatMap(subject -> source.find(image.repository(), subject))
            .filter(subject -> subject.tags().isEmpty())
            .isPresent();
  }

  /**
   * What the consolidated repository has of a referrer. If that was just pushed, what a copy needs
   * is read, too, its subject included: it was probably pushed a moment before.
   */
  private Optional<Image> current(
      Image referrer, OfDigest request, Subjects subjects, boolean justPushed) {
    var questions = new ArrayList<Supplier<Optional<Image>>>();
    questions.add(() -> target.find(mapping.consolidated(), referrer.digest()));
    if (justPushed) {
      var subject = referrer.subject().stream();
      var both = Stream.concat(Stream.of(referrer.digest()), subject).toList();
      questions.add(readAhead(request.repository(), both));
      referrer.subject().ifPresent(it -> questions.add(() -> subjects.current(it)));
    }
    return Together.ask(questions).getFirst();
  }

  private Supplier<Optional<Image>> readAhead(RepositoryName from, List<Digest> digests) {
    return () -> {
      copy.readAhead(from, digests);
      return Optional.empty();
    };
  }

  private MirrorResult alone(String name, Image referrer) {
    return new NothingToDo(
        "%s speaks of %s, which %s does not have, or not any more"
            .formatted(
                name,
                referrer.subject().map(Digest::value).orElse("nothing"),
                mapping.consolidated()));
  }

  /** What no copy could fix, told before anything is pulled. */
  private static Optional<MirrorResult> refusal(String name, Image image) {
    return CopyObstacle.of(image)
        .map(obstacle ->
            switch (obstacle) {
              case NOT_ACTIVE ->
                  new Refused(
                      "ImageNotActive",
                      "%s is %s and cannot be pulled; restore it with UpdateImageStorageClass (STANDARD), then request it again"
                          .formatted(name, image.status()));
              case SCHEMA_1 ->
                  new Refused(
                      "DockerSchema1",
                      "%s is a Docker schema 1 manifest (%s), which cannot be pushed again under its digest; push it anew with a current client"
                          .formatted(name, image.mediaType()));
            });
  }

  private static Refused refused(MappedTag.Refused refusal) {
    var code =
        switch (refusal.cause()) {
          case OVERLONG -> "OverlongTag";
          case AMBIGUOUS -> "AmbiguousTag";
          case NO_PREFIX -> "NoTagPrefix";
        };
    return new Refused(code, refusal.reason());
  }

  private static Refused refused(RegistryException e) {
    return new Refused(e.code(), String.valueOf(e.getMessage()));
  }

  private static boolean isSame(Image one, Image other) {
    return one.digest().equals(other.digest());
  }
}
