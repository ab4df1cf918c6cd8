package io.github.ecrconsolidation.preflight;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.RegistrySnapshot;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import io.github.ecrconsolidation.survey.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The settings and images that the preflight checks verify, as they were read.
 *
 * @param legacy the legacy repositories, the oldest first
 * @param registry the images of both sides
 * @param growth by how many images a backfill would let it grow
 * @param ownedByStack whether the settings of the consolidated repository are parameters
 * @param mountsBlobs whether the account's setting allows it
 * @param pullTimeExclusions the roles whose pulls do not count
 * @param mirrorRole the ARN of the mirror's role, empty when not known
 * @param settings what only a preflight reads; other runs would read it every hour for nothing
 */
public record PreflightInput(
    List<Repository> legacy,
    Repository consolidated,
    RegistrySnapshot registry,
    Growth growth,
    boolean ownedByStack,
    Reading<Boolean> mountsBlobs,
    Reading<Set<String>> pullTimeExclusions,
    Optional<String> mirrorRole,
    Optional<Settings> settings) {

  public PreflightInput {
    legacy = List.copyOf(legacy);
  }

  /** The legacy repositories in force, the oldest first. */
  public List<RepositoryName> legacyNames() {
    return legacy.stream().map(Repository::name).toList();
  }

  /**
   * Images that a backfill adds.
   *
   * @param sure images that are missing
   * @param possible untagged manifests of which it is not known whether they are children of one
   *     that is missing
   */
  public record Growth(int sure, int possible) {}

  /**
   * Policies, tags and rules.
   *
   * @param policies of every repository of both sides
   * @param resourceTags of the consolidated repository
   * @param describesAnyStatusById whether DescribeImages takes imageIds and filter together
   */
  public record Settings(
      Map<RepositoryName, Reading<RepositoryPolicies>> policies,
      Reading<Optional<String>> registryPolicy,
      Reading<List<RegistryRule>> replication,
      Reading<List<RegistryRule>> scanning,
      Reading<Map<String, String>> resourceTags,
      Reading<Boolean> describesAnyStatusById) {

    public Settings {
      policies = Map.copyOf(policies);
    }

    /**
     * What says who may pull {@code repository}: its own policy and the registry's, as far as read.
     */
    Stream<String> accessPolicies(RepositoryName repository) {
      return Stream.concat(
          policiesOf(repository).flatMap(RepositoryPolicies::access).stream(),
          registryPolicy.answer().flatMap(it -> it).stream());
    }

    /** The policies of {@code repository}, if they could be read. */
    Optional<RepositoryPolicies> policiesOf(RepositoryName repository) {
      return Optional.ofNullable(policies.get(repository)).flatMap(Reading::answer);
    }
  }
}
