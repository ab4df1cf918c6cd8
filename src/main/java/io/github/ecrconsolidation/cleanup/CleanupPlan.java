package io.github.ecrconsolidation.cleanup;

import java.util.List;
import java.util.stream.Stream;

/** The decisions on all legacy images, by repository. */
public record CleanupPlan(List<RepositoryPlan> repositories) {

  public CleanupPlan {
    repositories = List.copyOf(repositories);
  }

  /** The same plan in which these images, and what they need, are kept. */
  CleanupPlan without(List<CleanupDecision.Keep> kept) {
    return kept.isEmpty()
        ? this
        : new CleanupPlan(repositories.stream().map(it -> it.without(kept)).toList());
  }

  /** One decision for each image. */
  public Stream<CleanupDecision> decisions() {
    return repositories.stream().flatMap(repository -> repository.decisions().stream());
  }
}
