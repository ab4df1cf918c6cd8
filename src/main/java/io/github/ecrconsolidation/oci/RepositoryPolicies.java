package io.github.ecrconsolidation.oci;

import java.util.Optional;

/**
 * The policies of one repository, as JSON.
 *
 * @param access who may pull and push, empty when only the account's own principals
 * @param lifecycle which images expire, empty when none do
 */
public record RepositoryPolicies(Optional<String> access, Optional<String> lifecycle) {}
