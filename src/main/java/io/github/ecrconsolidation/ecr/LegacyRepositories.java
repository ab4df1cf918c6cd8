package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * The legacy repositories in force, as listed at most {@link #KEPT_FOR} ago, and always with the
 * repository that asks: a first push may come seconds after its repository was created.
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

  /**
   * All repositories of the namespace, the oldest first.
   *
   * @param pushing one of them; if the list kept does not have it, it is made anew
   */
  synchronized List<RepositoryName> oldestFirst(RepositoryName pushing, CallContext context) {
    var now = clock.instant();
    if (listedAt.isBefore(now.minus(KEPT_FOR)) || !oldestFirst.contains(pushing)) {
      oldestFirst = list(context);
      listedAt = now;
    }
    return oldestFirst.contains(pushing)
        ? oldestFirst
        // Too young to be listed, or deleted meanwhile.
        : Stream.concat(oldestFirst.stream(), Stream.of(pushing)).toList();
  }

  private List<RepositoryName> list(CallContext context) {
    return new EcrReader(ecr, context)
        .repositories().stream()
            .map(Repository::name)
            .filter(name -> name.isIn(namespace))
            .toList();
  }
}
