package io.github.ecrconsolidation.cleanup;

import java.util.List;
import java.util.stream.Stream;

/** The verdicts on all legacy images, by repository. */
public record CleanupPlan(List<RepositoryPlan> repositories) {

  public CleanupPlan {
    repositories = List.copyOf(repositories);
  }

  /** One verdict for each image. */
  public Stream<Verdict> verdicts() {
    return repositories.stream().flatMap(repository -> repository.verdicts().stream());
  }
}
