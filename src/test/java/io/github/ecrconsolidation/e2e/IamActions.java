package io.github.ecrconsolidation.e2e;

import io.github.ecrconsolidation.localecr.Audit;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.template.Permission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which IAM actions ECR checks for a request, and on which resource.
 *
 * <p>Sources: an operation of the JSON API is the action of its name (Service Authorization
 * Reference, "Actions, resources, and condition keys for Amazon Elastic Container Registry"), apart
 * from ListImageReferrers, which has none of its own. {@code /v2/} has no actions of its own: ECR
 * user guide, "IAM permissions for pushing an image" (the push set), "Blob mounting" (download
 * permission on the source, push permissions on the target; no action of that name exists), API
 * reference, "This operation is used by the Amazon ECR proxy" (which operation stands for which
 * request: BatchCheckLayerAvailability, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload,
 * PutImage, GetDownloadUrlForLayer). Every request to {@code /v2/} carries a token of
 * GetAuthorizationToken, which is an entry of its own.
 */
final class IamActions {
  private static final String ARN =
      "arn:aws:ecr:%s:%s:repository/".formatted(LocalEcr.REGION, LocalEcr.ACCOUNT);

  /** Those without resource-level permissions (Service Authorization Reference). */
  private static final Set<String> ON_THE_ACCOUNT =
      Set.of(
          "DescribeRegistry",
          "GetAccountSetting",
          "GetAuthorizationToken",
          "GetRegistryPolicy",
          "GetRegistryScanningConfiguration",
          "ListPullTimeUpdateExclusions");

  private IamActions() {}

  static String arn(String repository) {
    return ARN + repository;
  }

  static Stream<Permission> of(Audit.Entry request) {
    var repository = request.repository();
    return switch (request.operation()) {
      case "GET base" -> Stream.empty();
      // The URL is signed by ECR and permits it.
      case "GetObject" -> Stream.empty();
      case "GET manifest", "HEAD manifest", "GET referrers", "ListImageReferrers" ->
          on(repository, "BatchGetImage");
      case "PUT manifest" -> on(repository, "PutImage");
      case "DELETE manifest" -> on(repository, "BatchDeleteImage");
      case "GET tags" -> on(repository, "ListImages");
      case "HEAD blob" -> on(repository, "BatchCheckLayerAvailability");
      case "GET blob" -> on(repository, "GetDownloadUrlForLayer");
      case "POST upload" -> on(repository, "InitiateLayerUpload");
      // If it is not mounted, the same request has opened an upload.
      case "POST mount" ->
          Stream.concat(
              on(repository, "InitiateLayerUpload"),
              on(request.subjects().getLast(), "GetDownloadUrlForLayer"));
      case "PATCH upload" -> on(repository, "UploadLayerPart");
      // With or without a body: the last part may come with it.
      case "PUT upload" -> on(repository, "UploadLayerPart", "CompleteLayerUpload");
      case "DescribeRepositories" ->
          repositories(request.subjects()).flatMap(it -> on(it, request.operation()));
      case "ListTagsForResource", "TagResource" ->
          request.subjects().stream().map(arn -> new Permission("ecr:" + request.operation(), arn));
      case String json when ON_THE_ACCOUNT.contains(json) ->
          Stream.of(new Permission("ecr:" + json, "*"));
      case String json when json.matches("[A-Z][A-Za-z]+") && !repository.isEmpty() ->
          on(repository, json);
      case String other ->
          throw new IllegalStateException("nobody has said what IAM checks for " + other);
    };
  }

  /** Without names it is about every repository there is. */
  private static Stream<String> repositories(List<String> named) {
    return named.isEmpty() ? Stream.of("*") : named.stream();
  }

  private static Stream<Permission> on(String repository, String... actions) {
    return Stream.of(actions).map(action -> new Permission("ecr:" + action, arn(repository)));
  }
}
