package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.mapping.MappingSettings;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;

/**
 * What references are looked for, where, and what they become.
 *
 * @param registries further hosts of the registry
 * @param repositories the legacy repositories as far as they are listed, oldest first
 * @param inputs files, directories or {@code -}
 */
record ReferenceOptions(
    MappingSettings settings,
    List<String> registries,
    List<RepositoryName> repositories,
    List<String> inputs) {

  ReferenceOptions {
    registries = List.copyOf(registries);
    repositories = List.copyOf(repositories);
    inputs = List.copyOf(inputs);
  }
}
