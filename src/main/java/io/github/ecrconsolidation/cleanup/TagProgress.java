package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.json.MemberName;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far the legacy tags have come, whatever windows and dates say.
 *
 * @param tags how many of each kind; those that are left out are zero
 */
public record TagProgress(Map<Kind, Long> tags) {
  /** No tags. */
  public static final TagProgress NONE = new TagProgress(Map.of());

  /** What a tag has come to, in the order of reports, which name their members after them. */
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

  public TagProgress {
    var all = new EnumMap<Kind, Long>(Kind.class);
    for (var kind : Kind.values()) {
      all.put(kind, tags.getOrDefault(kind, 0L));
    }
    tags = Collections.unmodifiableMap(all);
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
    return new TagProgress(tags);
  }

  /**
   * Reads what {@link #members} has written; what is absent is zero.
   *
   * @throws IllegalArgumentException when a member is no whole number
   */
  public static TagProgress read(JsonObject json) {
    var tags = new EnumMap<Kind, Long>(Kind.class);
    for (var kind : Kind.values()) {
      tags.put(kind, json.count(MemberName.of(kind)));
    }
    return new TagProgress(tags);
  }

  /** How many there are of {@code kind}. */
  public long of(Kind kind) {
    return tags.getOrDefault(kind, 0L);
  }

  /** How many there are in all. */
  public long all() {
    return tags.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The progress of both. */
  public TagProgress plus(TagProgress more) {
    var both = new EnumMap<>(tags);
    more.tags.forEach((kind, count) -> both.merge(kind, count, Long::sum));
    return new TagProgress(both);
  }

  /** The members of a report. */
  public Map<String, Object> members() {
    var members = new LinkedHashMap<String, Object>();
    tags.forEach((kind, count) -> members.put(MemberName.of(kind), count));
    return members;
  }
}
