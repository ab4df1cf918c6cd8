package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Set;

/**
 * Both sides as they were read.
 *
 * @param known the legacy repositories in force, the oldest first, whether they could be read or
 *     not
 * @param legacy those that could be read
 * @param mirrored the consolidated repositories that mirror the namespace, that of this stack first
 * @param alike images of the consolidated repository of this stack that may have the very same
 *     layers: groups of equal size, of more than {@link Allowance#AT_LEAST} each
 */
public record Holdings(
    List<RepositoryName> known,
    List<LegacyRepository> legacy,
    List<Inventory> mirrored,
    List<Set<Digest>> alike,
    IndexGraph graph) {

  public Holdings {
    known = List.copyOf(known);
    legacy = List.copyOf(legacy);
    mirrored = List.copyOf(mirrored);
    alike = List.copyOf(alike);
  }

  /** The consolidated repository of this stack. */
  public Inventory consolidated() {
    return mirrored.getFirst();
  }
}
