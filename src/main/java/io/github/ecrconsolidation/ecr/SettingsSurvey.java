package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.RegistryRule;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.RepositoryPolicies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.ScanFrequency;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;

/**
 * Reads policies, tags and registry settings as one attempt; it writes nothing. All methods throw
 * {@link RegistryException}.
 */
public final class SettingsSurvey {
  private final EcrClient ecr;
  private final CallContext context;

  SettingsSurvey(EcrClient ecr, CallContext context) {
    this.ecr = ecr;
    this.context = context;
  }

  /** Both policies of {@code repository}. */
  public RepositoryPolicies policies(RepositoryName repository) {
    return new RepositoryPolicies(accessPolicy(repository), lifecyclePolicy(repository));
  }

  private Optional<String> accessPolicy(RepositoryName repository) {
    return unless(
        "RepositoryPolicyNotFoundException",
        "GetRepositoryPolicy",
        repository,
        () ->
            ecr.getRepositoryPolicy(request ->
                    request
                        .repositoryName(repository.value())
                        .overrideConfiguration(EcrCalls.within(context)))
                .policyText());
  }

  /** The lifecycle policy of {@code repository}, which may remove its images. */
  public Optional<String> lifecyclePolicy(RepositoryName repository) {
    return unless(
        "LifecyclePolicyNotFoundException",
        "GetLifecyclePolicy",
        repository,
        () ->
            ecr.getLifecyclePolicy(request ->
                    request
                        .repositoryName(repository.value())
                        .overrideConfiguration(EcrCalls.within(context)))
                .lifecyclePolicyText());
  }

  /** The policy of the whole registry, which may let others pull, too. */
  public Optional<String> registryPolicy() {
    return unless(
        "RegistryPolicyNotFoundException",
        "GetRegistryPolicy",
        "registry",
        () ->
            ecr.getRegistryPolicy(
                    request -> request.overrideConfiguration(EcrCalls.within(context)))
                .policyText());
  }

  private static Optional<String> unless(
      String missing, String operation, Object subject, Supplier<String> call) {
    return EcrCalls.unless(missing, () -> Optional.of(EcrCalls.call(operation, subject, call)));
  }

  /** Where the registry replicates which repositories; one rule for each destination. */
  public List<RegistryRule> replication() {
    return EcrCalls.call(
        "DescribeRegistry",
        "registry",
        () ->
            ecr
                .describeRegistry(
                    request -> request.overrideConfiguration(EcrCalls.within(context)))
                .replicationConfiguration()
                .rules()
                .stream()
                .flatMap(rule ->
                    rule.destinations().stream()
                        .map(it ->
                            new RegistryRule(
                                "%s of account %s".formatted(it.region(), it.registryId()),
                                globs(rule))))
                .toList());
  }

  /** A prefix matches all names that begin so (ECR user guide, "Replication"). */
  private static List<String> globs(ReplicationRule rule) {
    return rule.repositoryFilters().stream()
        .map(RepositoryFilter::filter)
        .map(prefix -> prefix + "*")
        .toList();
  }

  /**
   * How the registry scans which repositories. A filter without a wildcard matches every name that
   * contains it (ECR user guide, "Filters to choose which repositories are scanned"). A rule for
   * scanning by hand scans nothing.
   */
  public List<RegistryRule> scanning() {
    return EcrCalls.call(
        "GetRegistryScanningConfiguration",
        "registry",
        () -> {
          var scanning =
              ecr.getRegistryScanningConfiguration(
                      request -> request.overrideConfiguration(EcrCalls.within(context)))
                  .scanningConfiguration();
          return scanning.rules().stream()
              .filter(rule -> rule.scanFrequency() != ScanFrequency.MANUAL)
              .map(rule ->
                  new RegistryRule(
                      "%s %s".formatted(scanning.scanTypeAsString(), rule.scanFrequencyAsString()),
                      rule.repositoryFilters().stream()
                          .map(ScanningRepositoryFilter::filter)
                          .map(filter -> filter.contains("*") ? filter : "*" + filter + "*")
                          .toList()))
              .toList();
        });
  }

  /** The resource tags of {@code repository}. */
  public Map<String, String> resourceTags(RepositoryName repository) {
    return ResourceTags.of(ecr, context, ResourceTags.arn(ecr, context, repository));
  }

  /**
   * Whether DescribeImages takes {@code imageIds} and {@code filter} in one request, which no page
   * documents: the very call that the mirror makes for every message. That no such image exists is
   * an answer, too.
   */
  public boolean describesAnyStatusById(RepositoryName repository) {
    try {
      EcrCalls.call(
          "DescribeImages",
          repository,
          () ->
              EcrCalls.describeImagesOfEveryStatus(
                  ecr,
                  context,
                  repository,
                  List.of(ImageIdentifier.builder().imageTag("preflight").build())));
      return true;
    } catch (RegistryException e) {
      return switch (e.code()) {
        case "ImageNotFoundException" -> true;
        case "InvalidParameterException" -> false;
        default -> throw e;
      };
    }
  }
}
