package io.github.ecrconsolidation.registry;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * The legacy repositories in force, listed at most once in {@link #KEPT_FOR}. A repository created
 * since is unknown that long, which only matters if its tags are ambiguous; the reconciler sees it.
 */
final class LegacyRepositories {
  private static final Duration KEPT_FOR = Duration.ofMinutes(5);

  private final EcrClient ecr;
  private final RepositoryName namespace;
  private final InstantSource clock;
  private List<RepositoryName> oldestFirst = List.of();
  private Instant listedAt = Instant.MIN;

  LegacyRepositories(EcrClient ecr, RepositoryName namespace, InstantSource clock) {
    this.ecr = ecr;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** All repositories of the namespace, the oldest first. */
  synchronized List<RepositoryName> oldestFirst(Attempt attempt) {
    var now = clock.instant();
    if (listedAt.isBefore(now.minus(KEPT_FOR))) {
      oldestFirst = list(attempt);
      listedAt = now;
    }
    return oldestFirst;
  }

  private List<RepositoryName> list(Attempt attempt) {
    return new RegistrySurvey(ecr, attempt)
        .repositories().stream()
            .map(Repository::name)
            .filter(name -> name.isIn(namespace))
            .toList();
  }
}
