package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.events.MirrorRequest;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.FindingCode;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.Remedy;
import io.github.ecrconsolidation.preflight.ServicePrefixes;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflict;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plan leaves to an operator: one finding for each kind of thing that is not requested. */
final class PlanFindings {
  private final TagMapping mapping;
  private final RepositoryName consolidated;

  PlanFindings(TagMapping mapping) {
    this.mapping = mapping;
    this.consolidated = mapping.consolidated();
  }

  List<PreflightFinding> of(ReconcilePlan plan) {
    var conflicts = plan.of(Conflicting.class);
    var ignored = plan.of(Ignored.class);
    return Stream.of(
            old(plan.of(MissingOld.class)).stream(),
            Arrays.stream(Conflict.values()).flatMap(kind -> conflicting(kind, conflicts).stream()),
            Arrays.stream(Reason.values()).flatMap(reason -> ignored(reason, ignored).stream()))
        .flatMap(findings -> findings)
        .toList();
  }

  private static Optional<PreflightFinding> old(List<MissingOld> old) {
    return old.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                WARNING,
                FindingCode.OLD_IMAGES_MISSING,
                what(old.stream().map(MissingOld::request).toList(), "older images are missing")));
  }

  private Optional<PreflightFinding> conflicting(Conflict kind, List<Conflicting> all) {
    var some =
        all.stream()
            .filter(conflicting -> conflicting.conflict() == kind)
            .map(it -> "%s for %s".formatted(it.consolidatedTag(), it.request()))
            .toList();
    if (some.isEmpty()) {
      return Optional.empty();
    }
    var tags = "tags of " + consolidated;
    return Optional.of(
        switch (kind) {
          case IMMUTABLE ->
              new PreflightFinding(
                  ERROR,
                  FindingCode.TAG_IMMUTABLE,
                  what(some, tags + " hold another digest and are immutable"));
          case HELD_FOR_ANOTHER ->
              new PreflightFinding(
                  WARNING,
                  FindingCode.TAG_HELD_FOR_ANOTHER,
                  what(some, tags + " are held for an image of another legacy repository"));
        });
  }

  private Optional<PreflightFinding> ignored(Reason reason, List<Ignored> all) {
    var some = all.stream().filter(it -> it.reason() == reason).map(Ignored::request).toList();
    return some.isEmpty() ? Optional.empty() : finding(reason, some);
  }

  private Optional<PreflightFinding> finding(Reason reason, List<MirrorRequest> some) {
    return switch (reason) {
      case ARCHIVED ->
          Optional.of(
              new PreflightFinding(
                  INFO,
                  FindingCode.LEGACY_ARCHIVED,
                  what(some, "legacy images are in the archive")));
      case ARCHIVED_THERE ->
          Optional.of(
              new PreflightFinding(
                  INFO,
                  FindingCode.MIRRORED_ARCHIVED,
                  what(some, "images are in the archive of " + consolidated)));
      case SCHEMA_1 ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  FindingCode.DOCKER_SCHEMA_1,
                  what(some, "images are of Docker schema 1")));
      case OVERLONG_TAG ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  FindingCode.TAG_OVERLONG,
                  what(some, "tags are too long for a prefix"),
                  anotherPrefix(some.getFirst())));
      case AMBIGUOUS_TAG ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  FindingCode.TAG_AMBIGUOUS,
                  what(some, "tags are ambiguous"),
                  anotherPrefix(some.getFirst())));
      case PUSHED_DIRECTLY ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  FindingCode.TAG_PUSHED_DIRECTLY,
                  what(some, "tags were pushed directly to " + consolidated)));
      case NO_PREFIX, SUBJECT_NOT_MIRRORED, UNTAGGED -> Optional.empty();
    };
  }

  private Remedy anotherPrefix(MirrorRequest request) {
    return ServicePrefixes.with(mapping, request.repository(), ServicePrefixes.TO_CHOOSE);
  }

  private static String what(List<?> some, String fact) {
    return "%d %s: %s".formatted(some.size(), fact, PreflightFinding.examples(some));
  }
}
