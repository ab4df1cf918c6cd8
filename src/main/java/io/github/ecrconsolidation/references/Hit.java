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
 * @param trouble why this is no plain reference; empty when it is
 */
record Hit(
    int start,
    Span name,
    int end,
    String host,
    Optional<RepositoryName> repository,
    Optional<String> tag,
    boolean hasDigest,
    Optional<String> trouble) {

  /** A repository and nothing else. */
  boolean isBare() {
    return tag.isEmpty() && !hasDigest && trouble.isEmpty();
  }
}
