package io.github.ecrconsolidation.oci;

import java.util.List;

/**
 * A rule of a registry's replication or scanning and the repositories it is for.
 *
 * @param effect what it does, such as a destination or a frequency
 * @param filters globs of repository names; empty means every repository
 */
public record RegistryRule(String effect, List<String> filters) {

  public RegistryRule {
    filters = List.copyOf(filters);
  }

  /** Whether it is for {@code repository}. */
  public boolean covers(RepositoryName repository) {
    return filters.isEmpty()
        || filters.stream().anyMatch(glob -> Glob.of(glob).test(repository.value()));
  }
}
