package io.github.ecrconsolidation.cleanup;

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
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.Collection;
import java.util.EnumMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * How far the legacy tags have come, whatever windows and dates say: how many there are of each
 * {@link Kind}.
 */
public record TagProgress(
    long mirrored, long missing, long different, long superseded, long withoutTarget) {
  /** No tags. */
  public static final TagProgress NONE = of(_ -> 0);

  /** What a tag has come to. */
  public enum Kind {
    /** It stands in the consolidated repository with the same digest. */
    MIRRORED,
    /** It is not there yet. */
    MISSING,
    /** It is another digest there. */
    DIFFERENT,
    /** It moved on to another image under the new name, after the cutover. */
    SUPERSEDED,
    /** It cannot be there: too long, ambiguous, or its repository has no prefix. */
    WITHOUT_TARGET;

    private static Kind of(MirrorDecision decision) {
      return switch (decision) {
        case Same _, Archived _ -> MIRRORED;
        case Missing _ -> MISSING;
        case Outdated _, NewerDirect _, HeldByAnother _, Immutable _ -> DIFFERENT;
        case Superseded _ -> SUPERSEDED;
        case NoTarget _ -> WITHOUT_TARGET;
      };
    }
  }

  private static TagProgress of(ToLongFunction<Kind> count) {
    return new TagProgress(
        count.applyAsLong(Kind.MIRRORED),
        count.applyAsLong(Kind.MISSING),
        count.applyAsLong(Kind.DIFFERENT),
        count.applyAsLong(Kind.SUPERSEDED),
        count.applyAsLong(Kind.WITHOUT_TARGET));
  }

  /** The progress of the tags of {@code images}, which are those of one legacy repository. */
  static TagProgress of(
      Collection<Image> images,
      ArtifactGraphs graphs,
      MirrorProof proof,
      RepositorySnapshot consolidated) {
    var tags = new EnumMap<Kind, Long>(Kind.class);
    for (var image : images) {
      tags.merge(Kind.WITHOUT_TARGET, (long) image.overlongTags().size(), Long::sum);
      for (var tag : image.tags()) {
        var decision = proof.decision(tag, image, graphs, consolidated);
        tags.merge(Kind.of(decision), 1L, Long::sum);
      }
    }
    return of(kind -> tags.getOrDefault(kind, 0L));
  }

  /**
   * Reads the members of a report; what is absent is zero.
   *
   * @throws IllegalArgumentException when a member is no whole number
   */
  public static TagProgress read(JsonObject json) {
    return of(kind -> json.count(MemberName.of(kind)));
  }

  /** How many there are of {@code kind}. */
  public long of(Kind kind) {
    return switch (kind) {
      case MIRRORED -> mirrored;
      case MISSING -> missing;
      case DIFFERENT -> different;
      case SUPERSEDED -> superseded;
      case WITHOUT_TARGET -> withoutTarget;
    };
  }

  /** How many there are in all. */
  public long all() {
    return Stream.of(Kind.values()).mapToLong(this::of).sum();
  }

  /** The progress of both. */
  public TagProgress plus(TagProgress more) {
    return of(kind -> of(kind) + more.of(kind));
  }
}
