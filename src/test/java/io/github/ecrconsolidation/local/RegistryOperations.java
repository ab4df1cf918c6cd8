package io.github.ecrconsolidation.local;

import java.util.Map;

/** The JSON operations that tell the settings of the whole registry. */
final class RegistryOperations {
  private final RegistrySettings settings;

  RegistryOperations(RegistrySettings settings) {
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

  private static Output answer(String name, Object value) {
    return new Output().with("registryId", LocalEcr.ACCOUNT).with(name, value);
  }
}
