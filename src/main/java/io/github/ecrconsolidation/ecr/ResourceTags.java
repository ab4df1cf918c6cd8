package io.github.ecrconsolidation.ecr;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Tag;

/** The calls about the resource tags of repositories, which ECR wants named by their ARN. */
final class ResourceTags {
  private ResourceTags() {}

  /**
   * The ARN of {@code repository}.
   *
   * @throws RegistryException also when there is no such repository
   */
  static String arn(EcrClient ecr, CallContext context, RepositoryName repository) {
    return EcrCalls.call(
        "DescribeRepositories",
        repository,
        () ->
            ecr.describeRepositories(request ->
                    request
                        .repositoryNames(repository.value())
                        .overrideConfiguration(EcrCalls.within(context)))
                .repositories()
                .getFirst()
                .repositoryArn());
  }

  /** The resource tags of the repository with this ARN. */
  static Map<String, String> of(EcrClient ecr, CallContext context, String arn) {
    return EcrCalls.call(
        "ListTagsForResource",
        repository(arn),
        () ->
            ecr
                .listTagsForResource(request ->
                    request.resourceArn(arn).overrideConfiguration(EcrCalls.within(context)))
                .tags()
                .stream()
                .collect(toMap(Tag::key, Tag::value)));
  }

  /** Gives the repository with this ARN a resource tag, or another value to one it has. */
  static void put(EcrClient ecr, CallContext context, String arn, String key, String value) {
    EcrCalls.call(
        "TagResource",
        repository(arn),
        () ->
            ecr.tagResource(request ->
                request
                    .resourceArn(arn)
                    .tags(Tag.builder().key(key).value(value).build())
                    .overrideConfiguration(EcrCalls.within(context))));
  }

  /** The repository that a failure is about: its ARN ends in {@code repository/<name>}. */
  private static String repository(String arn) {
    return arn.substring(arn.indexOf('/') + 1);
  }
}
