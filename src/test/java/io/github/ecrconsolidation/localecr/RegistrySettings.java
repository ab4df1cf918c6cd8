package io.github.ecrconsolidation.localecr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the whole registry that are kept and told, not obeyed. */
public final class RegistrySettings {
  private final List<Map<String, Object>> replicationRules = new ArrayList<>();
  private final List<Map<String, Object>> scanningRules = new ArrayList<>();
  private Optional<String> policy = Optional.empty();
  private String scanType = "BASIC";

  /**
   * Replicates the repositories whose names begin with one of {@code prefixes}, or all without any.
   */
  public synchronized void replicate(String region, String account, String... prefixes) {
    var filters =
        List.of(prefixes).stream()
            .map(prefix -> Map.of("filter", prefix, "filterType", "PREFIX_MATCH"))
            .toList();
    replicationRules.add(
        Map.of(
            "destinations",
            List.of(Map.of("region", region, "registryId", account)),
            "repositoryFilters",
            filters));
  }

  /** Scans the repositories whose names match one of {@code wildcards}. */
  public synchronized void scan(String type, String frequency, String... wildcards) {
    scanType = type;
    var filters =
        List.of(wildcards).stream()
            .map(wildcard -> Map.of("filter", wildcard, "filterType", "WILDCARD"))
            .toList();
    scanningRules.add(Map.of("scanFrequency", frequency, "repositoryFilters", filters));
  }

  public synchronized void policy(String text) {
    policy = Optional.of(text);
  }

  synchronized Optional<String> policy() {
    return policy;
  }

  synchronized Map<String, Object> replication() {
    return Map.of("rules", List.copyOf(replicationRules));
  }

  synchronized Map<String, Object> scanning() {
    return Map.of("scanType", scanType, "rules", List.copyOf(scanningRules));
  }
}
