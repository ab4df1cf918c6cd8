package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositorySnapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Both sides as the clean-up plans on them.
 *
 * @param legacy the legacy repositories that could be read
 * @param others the consolidated repositories of other stacks that mirror the namespace
 * @param alike images of the consolidated repository of this stack that may have the very same
 *     layers: groups of equal size, of more than {@link Allowance#AT_LEAST} each
 */
public record CleanupSnapshot(
    RegistrySnapshot registry,
    List<LegacyRepository> legacy,
    List<RepositorySnapshot> others,
    List<Set<Digest>> alike,
    IndexGraph graph) {

  public CleanupSnapshot {
    legacy = List.copyOf(legacy);
    others = List.copyOf(others);
    alike = List.copyOf(alike);
  }

  /** The legacy repositories in force, the oldest first, whether they could be read or not. */
  public List<RepositoryName> known() {
    return registry.known();
  }

  /** The consolidated repository of this stack. */
  public RepositorySnapshot consolidated() {
    return registry.consolidated();
  }

  /** The consolidated repositories that mirror the namespace, that of this stack first. */
  public List<RepositorySnapshot> mirrored() {
    return Stream.concat(Stream.of(consolidated()), others.stream()).toList();
  }
}
