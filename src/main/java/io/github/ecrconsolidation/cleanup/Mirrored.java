package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.List;
import java.util.Set;

/**
 * The consolidated repositories that mirror the namespace, as they are now: the one of this stack
 * first, then those of the other environments of the account.
 */
record Mirrored(List<RepositoryName> repositories, EcrCleanup registry) {

  Mirrored {
    repositories = List.copyOf(repositories);
  }

  /** What each of them has of {@code digests}, as of now. */
  List<RepositorySnapshot> snapshots(Set<Digest> digests) {
    return repositories.stream().map(repository -> now(repository, digests).snapshot()).toList();
  }

  /**
   * What {@code repository} has of {@code digests}.
   *
   * @param atOnce as of {@link EcrCleanup.Described}
   */
  record Now(RepositorySnapshot snapshot, boolean atOnce) {}

  Now now(RepositoryName repository, Set<Digest> digests) {
    var described = registry.describe(repository, digests);
    return new Now(new RepositorySnapshot(repository, described.images()), described.atOnce());
  }
}
