package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.survey.Reading;
import io.github.ecrconsolidation.survey.Reading.Failed;
import io.github.ecrconsolidation.survey.Reading.Read;
import java.util.Optional;
import java.util.Set;

/** Settings of account and region: blob mounting, and whose pulls count. */
final class AccountCheck {
  private AccountCheck() {}

  static Optional<PreflightFinding> mounting(PreflightInput input) {
    return switch (input.mountsBlobs()) {
      case Read<Boolean>(var on) when on -> Optional.empty();
      case Read<Boolean> _ ->
          warning(
              FindingCode.BLOB_MOUNTING_OFF,
              "blob mounting is not enabled for this account and region");
      case Failed<Boolean>(_, var reason, _) ->
          warning(
              FindingCode.BLOB_MOUNTING_UNKNOWN, "blob mounting could not be checked: " + reason);
    };
  }

  static Optional<PreflightFinding> pullTime(PreflightInput input) {
    if (input.mirrorRole().isEmpty()) {
      return warning(
          FindingCode.PULL_TIME_EXCLUSION_UNKNOWN,
          "the pull-time exclusion of the mirror's role could not be checked: MIRROR_ROLE_ARN is"
              + " not set");
    }
    var role = input.mirrorRole().get();
    return switch (input.pullTimeExclusions()) {
      case Read<Set<String>>(var roles) when roles.contains(role) -> Optional.empty();
      case Read<Set<String>> _ ->
          warning(
              FindingCode.PULL_TIME_EXCLUSION_MISSING,
              "the mirror's role %s is not excluded from pull times".formatted(role));
      case Failed<Set<String>>(_, var reason, _) ->
          warning(
              FindingCode.PULL_TIME_EXCLUSION_UNKNOWN,
              "the pull-time exclusion of the mirror's role %s could not be checked: %s"
                  .formatted(role, reason));
    };
  }

  /** The call is documented nowhere, and the mirror makes it for every message. */
  static Optional<PreflightFinding> describesById(Reading<Boolean> reading) {
    var call = "DescribeImages with imageIds and filter (imageStatus=ANY) together";
    return switch (reading) {
      case Read<Boolean>(var accepted) when accepted -> Optional.empty();
      case Read<Boolean> _ -> warning(FindingCode.DESCRIBE_IMAGES_BY_ID, "ECR refuses " + call);
      case Failed<Boolean>(_, var reason, _) ->
          warning(
              FindingCode.DESCRIBE_IMAGES_BY_ID_UNKNOWN, "%s failed: %s".formatted(call, reason));
    };
  }

  private static Optional<PreflightFinding> warning(FindingCode code, String what) {
    return Optional.of(new PreflightFinding(WARNING, code, what));
  }
}
