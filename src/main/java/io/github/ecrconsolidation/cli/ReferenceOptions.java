package io.github.ecrconsolidation.cli;

import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.references.Targets;
import java.util.List;

/**
 * What references are looked for, where, and what they become.
 *
 * @param namespace of the legacy repositories
 * @param targets what the references become
 * @param registries further hosts of the registry
 * @param repositories the legacy repositories as far as they are listed, oldest first
 * @param inputs files, directories or {@code -}
 * @param allowPossible whether possible references count for nothing
 */
record ReferenceOptions(
    RepositoryName namespace,
    Targets targets,
    List<String> registries,
    List<RepositoryName> repositories,
    List<String> inputs,
    Report.Format format,
    boolean allowPossible) {

  ReferenceOptions {
    registries = List.copyOf(registries);
    repositories = List.copyOf(repositories);
    inputs = List.copyOf(inputs);
  }
}
