package io.github.ecrconsolidation.oci;

/** A tag in a repository, printed as {@code repository:tag}. */
public record ImageReference(RepositoryName repository, Tag tag) {

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
