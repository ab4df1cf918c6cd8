package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Optional;

/**
 * One thing to compare: a legacy tag and what it points to, or an untagged legacy manifest.
 *
 * @param tag empty for an untagged manifest
 */
public record LegacyImage(RepositoryName repository, Optional<Tag> tag, Digest digest) {

  /** As an operator would type it: {@code repository:tag} or {@code repository@digest}. */
  @Override
  public String toString() {
    return repository + tag.map(name -> ":" + name).orElse("@" + digest);
  }
}
