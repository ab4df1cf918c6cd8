package io.github.ecrconsolidation.reconcile;

import io.github.ecrconsolidation.events.BusEvent;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Repository.Encryption;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.Map;
import java.util.TreeMap;

/** Command lines to paste, as AWS CLI 2 and the SAM CLI take them. */
final class Commands {
  private Commands() {}

  /** The repository that the template creates. */
  static String createRepository(RepositoryName name, Encryption encryption) {
    return "aws ecr create-repository --repository-name %s --encryption-configuration encryptionType=%s%s --image-tag-mutability IMMUTABLE_WITH_EXCLUSION --image-tag-mutability-exclusion-filters filterType=WILDCARD,filter='*latest' filterType=WILDCARD,filter='sha256-*'"
        .formatted(
            name,
            encryption.type(),
            encryption.key().isEmpty() ? "" : ",kmsKey=" + encryption.key());
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
