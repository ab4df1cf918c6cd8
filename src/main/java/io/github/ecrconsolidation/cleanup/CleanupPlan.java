package io.github.ecrconsolidation.cleanup;

import java.util.List;
import java.util.stream.Stream;

/** The decisions on all legacy images, by repository. */
public record CleanupPlan(List<RepositoryPlan> repositories) {

  public CleanupPlan {
    repositories = List.copyOf(repositories);
  }

  /** One decision for each image. */
  public Stream<CleanupDecision> decisions() {
    return repositories.stream().flatMap(repository -> repository.decisions().stream());
  }
}
