package io.github.ecrconsolidation.reconcile;

import static java.util.stream.Collectors.joining;

import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.oci.TagMutability.Mode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Command lines for a person to paste, as AWS CLI 2 and the SAM CLI take them. */
final class Commands {
  /** Most filters of a repository (ECR API reference, PutImageTagMutability). */
  private static final int MOST_FILTERS = 5;

  private Commands() {}

  /** A repository like the one the template creates. */
  static String createRepository(RepositoryName name, Encryption encryption) {
    return "aws ecr create-repository --repository-name %s --encryption-configuration encryptionType=%s%s %s"
        .formatted(
            name,
            encryption.type(),
            encryption.key().isEmpty() ? "" : ",kmsKey=" + encryption.key(),
            mutability("IMMUTABLE", List.of("*latest", "sha256-*")));
  }

  /** Lets the tags matching {@code globs} move, beside those that may already. */
  static String exclude(Repository repository, Collection<String> globs) {
    var held = repository.mutability();
    var filters = new LinkedHashSet<>(held.exclusions());
    filters.addAll(globs);
    var fits = held.mode() == Mode.IMMUTABLE && filters.size() <= MOST_FILTERS;
    return "aws ecr put-image-tag-mutability --repository-name %s %s"
        .formatted(
            repository.name(),
            fits ? mutability("IMMUTABLE", filters) : mutability("MUTABLE", List.of()));
  }

  private static String mutability(String mode, Collection<String> filters) {
    return filters.isEmpty()
        ? "--image-tag-mutability " + mode
        : "--image-tag-mutability %s_WITH_EXCLUSION --image-tag-mutability-exclusion-filters %s"
            .formatted(
                mode,
                filters.stream()
                    .map("filterType=WILDCARD,filter='%s'"::formatted)
                    .collect(joining(" ")));
  }

  static String servicePrefix(RepositoryName repository, String prefix) {
    return "sam deploy --parameter-overrides ServicePrefixes=%s=%s".formatted(repository, prefix);
  }

  static String deleteTag(RepositoryName repository, Tag tag) {
    return "aws ecr batch-delete-image --repository-name %s --image-ids imageTag=%s"
        .formatted(repository, tag);
  }

  static String restore(RepositoryName repository, LegacyImage image) {
    return "aws ecr update-image-storage-class --repository-name %s --image-id imageDigest=%s --target-storage-class STANDARD"
        .formatted(repository, image.digest());
  }

  static String showImages(RepositoryName repository) {
    return "aws ecr describe-images --repository-name %s --filter imageStatus=ANY --max-items 10"
        .formatted(repository);
  }

  /** The event that the rule MirrorRequested turns into a message. */
  static String requestMirror(BusEvent request) {
    var entry =
        Map.of(
            "Source",
            BusEvent.SOURCE,
            "DetailType",
            request.detailType(),
            "Detail",
            JsonObject.write(request.detail()));
    return "aws events put-events --entries '[%s]'"
        .formatted(JsonObject.write(new TreeMap<>(entry)));
  }

  static String invoke(String functionName, String payload) {
    return "aws lambda invoke --function-name %s --cli-read-timeout 0 --cli-binary-format raw-in-base64-out --payload '%s' /dev/stdout"
        .formatted(functionName, payload);
  }
}
