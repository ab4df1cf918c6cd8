package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.TagMutability;
import java.util.List;
import java.util.Map;

/**
 * Both sides as they were read.
 *
 * @param known the legacy repositories in force, the oldest first
 * @param legacy the inventories of those that could be read
 * @param mutability of the tags of the consolidated repository
 */
public record Inventories(
    List<RepositoryName> known,
    Map<RepositoryName, Inventory> legacy,
    Inventory consolidated,
    TagMutability mutability) {

  public Inventories {
    known = List.copyOf(known);
    legacy = Map.copyOf(legacy);
  }
}
