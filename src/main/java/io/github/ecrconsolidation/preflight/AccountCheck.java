package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Optional;
import java.util.Set;

/** Settings of account and region: blob mounting, and whose pulls count. */
final class AccountCheck {
  private AccountCheck() {}

  static Optional<PreflightFinding> mounting(PreflightInput input) {
    var command = "aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED";
    return switch (input.mountsBlobs()) {
      case Read<Boolean>(var on) when on -> Optional.empty();
      case Read<Boolean> _ ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "blobMountingOff",
                  "blob mounting is not enabled for this account and region",
                  "every layer is downloaded and uploaded by the mirror, and stored twice, instead"
                      + " of being shared",
                  new Command(command)));
      case Failed<Boolean>(_, var reason, _) ->
          Optional.of(unread("blobMountingUnknown", "blob mounting", reason, command));
    };
  }

  static Optional<PreflightFinding> pullTime(PreflightInput input) {
    if (input.mirrorRole().isEmpty()) {
      return Optional.of(
          unread(
              "pullTimeExclusionUnknown",
              "the pull-time exclusion of the mirror",
              "MIRROR_ROLE_ARN is not set",
              "aws ecr list-pull-time-update-exclusions"));
    }
    var role = input.mirrorRole().get();
    var command = "aws ecr register-pull-time-update-exclusion --principal-arn " + role;
    return switch (input.pullTimeExclusions()) {
      case Read<Set<String>>(var roles) when roles.contains(role) -> Optional.empty();
      case Read<Set<String>> _ ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "pullTimeExclusionMissing",
                  "the mirror's role is not excluded from pull times",
                  "its own reads keep every legacy image recently pulled, and the clean-up keeps"
                      + " those",
                  new Command(command)));
      case Failed<Set<String>>(_, var reason, _) ->
          Optional.of(
              unread(
                  "pullTimeExclusionUnknown",
                  "the pull-time exclusion of the mirror",
                  reason,
                  command));
    };
  }

  private static PreflightFinding unread(String code, String what, String reason, String command) {
    return new PreflightFinding(
        WARNING,
        code,
        "%s could not be checked: %s".formatted(what, reason),
        "it could not be determined",
        new Command(command));
  }

  /** The call is documented nowhere, and the mirror makes it for every message. */
  static Optional<PreflightFinding> describesById(Reading<Boolean> reading) {
    var call = "DescribeImages with imageIds and filter (imageStatus=ANY) together";
    var command =
        new Command(
            "aws ecr describe-images --repository-name <repository> --image-ids imageTag=<tag>"
                + " --filter imageStatus=ANY");
    return switch (reading) {
      case Read<Boolean>(var accepted) when accepted -> Optional.empty();
      case Read<Boolean> _ ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "describeImagesById",
                  "ECR refuses " + call,
                  "the mirror repeats the request without the filter, and then does not see"
                      + " archived images",
                  command));
      case Failed<Boolean>(_, var reason, _) ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "describeImagesByIdUnknown",
                  "%s failed: %s".formatted(call, reason),
                  "the mirror makes this request for every message",
                  command));
    };
  }
}
