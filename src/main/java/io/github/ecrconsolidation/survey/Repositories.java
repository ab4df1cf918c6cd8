package io.github.ecrconsolidation.survey;

import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * The repositories of an account and region, seen from one stack.
 *
 * @param legacy those of the legacy namespace, the oldest first
 * @param consolidated empty when it does not exist
 * @param others all that are neither
 */
public record Repositories(
    List<Repository> legacy, Optional<Repository> consolidated, List<RepositoryName> others) {

  public Repositories {
    legacy = List.copyOf(legacy);
    others = List.copyOf(others);
  }
}
