package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * How far the legacy tags have come, whatever windows and dates say: how many there are of each
 * {@link Kind}.
 */
public record TagProgress(
    long mirrored, long missing, long different, long superseded, long withoutPlace) {
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
    WITHOUT_PLACE;

    private static Kind of(Optional<Discrepancy> discrepancy) {
      return discrepancy
          .map(it ->
              switch (it.reason()) {
                case TAG_NOT_MIRRORED -> MISSING;
                case TAG_POINTS_ELSEWHERE -> DIFFERENT;
                default -> WITHOUT_PLACE;
              })
          .orElse(MIRRORED);
    }
  }

  private static TagProgress of(ToLongFunction<Kind> count) {
    return new TagProgress(
        count.applyAsLong(Kind.MIRRORED),
        count.applyAsLong(Kind.MISSING),
        count.applyAsLong(Kind.DIFFERENT),
        count.applyAsLong(Kind.SUPERSEDED),
        count.applyAsLong(Kind.WITHOUT_PLACE));
  }

  /** The progress of the tags of {@code images}, which are those of one legacy repository. */
  static TagProgress of(
      Collection<Image> images,
      ArtifactGraphs graphs,
      MirrorProof proof,
      RepositorySnapshot consolidated) {
    var tags = new EnumMap<Kind, Long>(Kind.class);
    for (var image : images) {
      tags.merge(Kind.WITHOUT_PLACE, (long) image.overlongTags().size(), Long::sum);
      var superseded = proof.superseded(image, graphs, consolidated).keySet();
      for (var tag : image.tags()) {
        var kind =
            superseded.contains(tag)
                ? Kind.SUPERSEDED
                : Kind.of(proof.tag(tag, image, graphs, consolidated));
        tags.merge(kind, 1L, Long::sum);
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
      case WITHOUT_PLACE -> withoutPlace;
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
