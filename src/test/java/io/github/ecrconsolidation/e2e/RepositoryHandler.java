package io.github.ecrconsolidation.e2e;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.local.LocalClients;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.EncryptionConfiguration;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;
import tools.jackson.jr.ob.JSON;

/**
 * What CloudFormation does to an AWS::ECR::Repository, call by call as its CreateHandler,
 * UpdateHandler and DeleteHandler do (aws-cloudformation-resource-providers-ecr, commit 6f18348):
 * an update deletes the policies and resource tags that the template does not state. Exclusion
 * filters are younger than that source; they are set with the mutability.
 */
final class RepositoryHandler {
  private final EcrClient ecr;

  RepositoryHandler(URI endpoint) {
    ecr = LocalClients.ecr(endpoint).build();
  }

  void create(Map<String, Object> model) {
    try {
      ecr.createRepository(it ->
          it.repositoryName(name(model))
              .imageTagMutability(text(model, "ImageTagMutability"))
              .imageTagMutabilityExclusionFilters(filters(model))
              .imageScanningConfiguration(scanning -> scanning.scanOnPush(scansOnPush(model)))
              .encryptionConfiguration(encryption(model).orElse(null))
              .tags(tags(model)));
    } catch (EcrException e) {
      throw new IllegalStateException("%s could not be created".formatted(name(model)), e);
    }
    lifecycle(model)
        .ifPresent(policy ->
            ecr.putLifecyclePolicy(
                it -> it.repositoryName(name(model)).lifecyclePolicyText(policy)));
    policy(model).ifPresent(policy -> setPolicy(model, policy));
  }

  void update(Map<String, Object> before, Map<String, Object> model) {
    if (!encryption(before).equals(encryption(model))) {
      throw new IllegalStateException(
          "The encryption settings cannot be changed after the repository is created.");
    }
    policy(model).ifPresentOrElse(policy -> setPolicy(model, policy), () -> deletePolicy(model));
    lifecycle(model)
        .ifPresentOrElse(
            policy ->
                ecr.putLifecyclePolicy(
                    it -> it.repositoryName(name(model)).lifecyclePolicyText(policy)),
            () -> deleteLifecycle(model));
    ecr.putImageTagMutability(it ->
        it.repositoryName(name(model))
            .imageTagMutability(text(model, "ImageTagMutability"))
            .imageTagMutabilityExclusionFilters(filters(model)));
    ecr.putImageScanningConfiguration(it ->
        it.repositoryName(name(model))
            .imageScanningConfiguration(scanning -> scanning.scanOnPush(scansOnPush(model))));
    tag(model);
  }

  private static boolean scansOnPush(Map<String, Object> model) {
    return Optional.ofNullable(model.get("ImageScanningConfiguration"))
        .map(Map.class::cast)
        .map(it -> text(it, "ScanOnPush").equals("true"))
        .orElse(false);
  }

  private void setPolicy(Map<String, Object> model, String policy) {
    ecr.setRepositoryPolicy(it -> it.repositoryName(name(model)).policyText(policy));
  }

  private void deletePolicy(Map<String, Object> model) {
    try {
      ecr.getRepositoryPolicy(it -> it.repositoryName(name(model)));
      ecr.deleteRepositoryPolicy(it -> it.repositoryName(name(model)));
    } catch (RepositoryPolicyNotFoundException _) {
      // There is none to delete.
    }
  }

  private void deleteLifecycle(Map<String, Object> model) {
    try {
      ecr.getLifecyclePolicy(it -> it.repositoryName(name(model)));
      ecr.deleteLifecyclePolicy(it -> it.repositoryName(name(model)));
    } catch (LifecyclePolicyNotFoundException _) {
      // There is none to delete.
    }
  }

  private void tag(Map<String, Object> model) {
    var arn =
        ecr.describeRepositories(it -> it.repositoryNames(name(model)))
            .repositories()
            .getFirst()
            .repositoryArn();
    var wanted = tags(model);
    var existing = ecr.listTagsForResource(it -> it.resourceArn(arn)).tags();
    var toRemove = existing.stream().filter(tag -> !wanted.contains(tag)).map(Tag::key).toList();
    if (!toRemove.isEmpty()) {
      ecr.untagResource(it -> it.resourceArn(arn).tagKeys(toRemove));
    }
    var toAdd = wanted.stream().filter(tag -> !existing.contains(tag)).toList();
    if (!toAdd.isEmpty()) {
      ecr.tagResource(it -> it.resourceArn(arn).tags(toAdd));
    }
  }

  void delete(Map<String, Object> model) {
    ecr.deleteRepository(it -> it.repositoryName(name(model)));
  }

  static String name(Map<String, Object> model) {
    return text(model, "RepositoryName");
  }

  private static String text(Map<?, ?> model, String property) {
    return String.valueOf(model.get(property));
  }

  private static Optional<String> policy(Map<String, Object> model) {
    return Optional.ofNullable(model.get("RepositoryPolicyText")).map(JSON.std::asString);
  }

  private static Optional<String> lifecycle(Map<String, Object> model) {
    return Optional.ofNullable(model.get("LifecyclePolicy"))
        .map(policy -> text((Map<?, ?>) policy, "LifecyclePolicyText"));
  }

  private static Optional<EncryptionConfiguration> encryption(Map<String, Object> model) {
    return Optional.ofNullable(model.get("EncryptionConfiguration"))
        .map(Map.class::cast)
        .map(it ->
            EncryptionConfiguration.builder()
                .encryptionType(text(it, "EncryptionType"))
                .kmsKey(text(it, "KmsKey"))
                .build());
  }

  private static List<ImageTagMutabilityExclusionFilter> filters(Map<String, Object> model) {
    return objects(model, "ImageTagMutabilityExclusionFilters").stream()
        .map(it ->
            ImageTagMutabilityExclusionFilter.builder()
                .filterType(text(it, "ImageTagMutabilityExclusionFilterType"))
                .filter(text(it, "ImageTagMutabilityExclusionFilterValue"))
                .build())
        .toList();
  }

  private static List<Tag> tags(Map<String, Object> model) {
    return objects(model, "Tags").stream()
        .map(it -> Tag.builder().key(text(it, "Key")).value(text(it, "Value")).build())
        .toList();
  }

  private static List<Map<?, ?>> objects(Map<String, Object> model, String property) {
    return ((List<?>) model.getOrDefault(property, List.of()))
        .stream().<Map<?, ?>>map(it -> (Map<?, ?>) it).toList();
  }

  /** The settings of a repository as they are, for a test to compare. */
  Map<String, String> settings(String repository) {
    var settings = new HashMap<String, String>();
    var described =
        ecr.describeRepositories(it -> it.repositoryNames(repository)).repositories().getFirst();
    settings.put(
        "mutable",
        described.imageTagMutabilityExclusionFilters().stream()
            .map(ImageTagMutabilityExclusionFilter::filter)
            .sorted()
            .toList()
            .toString());
    settings.put(
        "tags",
        ecr.listTagsForResource(it -> it.resourceArn(described.repositoryArn())).tags().stream()
            .collect(toMap(Tag::key, Tag::value))
            .toString());
    settings.put("scanOnPush", described.imageScanningConfiguration().scanOnPush().toString());
    try {
      settings.put(
          "policy", ecr.getRepositoryPolicy(it -> it.repositoryName(repository)).policyText());
    } catch (RepositoryPolicyNotFoundException _) {
      settings.put("policy", "");
    }
    try {
      settings.put(
          "lifecycle",
          ecr.getLifecyclePolicy(it -> it.repositoryName(repository)).lifecyclePolicyText());
    } catch (LifecyclePolicyNotFoundException _) {
      settings.put("lifecycle", "");
    }
    return settings;
  }
}
