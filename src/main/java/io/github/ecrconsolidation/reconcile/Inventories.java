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
 * @param mayExpire whether a lifecycle policy may have removed images of the consolidated
 *     repository; true also when that could not be read
 */
public record Inventories(
    List<RepositoryName> known,
    Map<RepositoryName, Inventory> legacy,
    Inventory consolidated,
    TagMutability mutability,
    boolean mayExpire) {

  public Inventories {
    known = List.copyOf(known);
    legacy = Map.copyOf(legacy);
  }
}
