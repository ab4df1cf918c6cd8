package io.github.ecrconsolidation.localecr;

import java.util.Map;

/** The JSON operations that tell the settings of the whole registry. */
final class RegistryOperations {
  private final RegistryId registry;
  private final RegistrySettings settings;

  RegistryOperations(RegistryId registry, RegistrySettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  Map<String, Operation> table() {
    return Map.of(
        "DescribeRegistry",
        Operation.of(_ -> answer("replicationConfiguration", settings.replication())),
        "GetRegistryScanningConfiguration",
        Operation.of(_ -> answer("scanningConfiguration", settings.scanning())),
        "GetRegistryPolicy",
        Operation.of(_ -> policy()));
  }

  private Output policy() {
    return answer(
        "policyText",
        settings
            .policy()
            .orElseThrow(() ->
                EcrException.of(EcrError.REGISTRY_POLICY_NOT_FOUND, "the registry has no policy")));
  }

  private Output answer(String name, Object value) {
    return new Output().with("registryId", registry.account()).with(name, value);
  }
}
