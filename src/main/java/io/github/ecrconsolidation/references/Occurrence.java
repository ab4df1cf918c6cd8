package io.github.ecrconsolidation.references;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Optional;

/**
 * A place in a text that refers to a legacy repository by its full name.
 *
 * @param start where the registry's host begins
 * @param name the repository, with the tag if there is one: what changes
 * @param end behind the digest, if there is one
 * @param host empty when it is filled in elsewhere
 * @param repository empty when its name is filled in elsewhere
 * @param tag empty without one
 * @param open whether a part of the tag is filled in elsewhere
 * @param obstacle why this is no plain reference; empty when it is
 */
record Occurrence(
    int start,
    Span name,
    int end,
    String host,
    Optional<RepositoryName> repository,
    Optional<String> tag,
    boolean open,
    boolean hasDigest,
    Optional<String> obstacle) {

  /** One that says neither repository nor tag. */
  static Occurrence withoutRepository(
      int start, Span name, int end, String host, Optional<String> obstacle) {
    return new Occurrence(
        start, name, end, host, Optional.empty(), Optional.empty(), false, false, obstacle);
  }

  /** A repository and nothing else. */
  boolean isBare() {
    return tag.isEmpty() && !hasDigest && obstacle.isEmpty();
  }

  Occurrence moved(int by) {
    return new Occurrence(
        start + by,
        new Span(name.start() + by, name.end() + by),
        end + by,
        host,
        repository,
        tag,
        open,
        hasDigest,
        obstacle);
  }

  Occurrence withObstacle(String reason) {
    return new Occurrence(
        start, name, end, host, repository, tag, open, hasDigest, Optional.of(reason));
  }

  /** No image reference at all, so it says nothing of a repository either. */
  Occurrence otherwise(String reason) {
    return withoutRepository(start, new Span(name.start(), end), end, host, Optional.of(reason));
  }
}
