package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;

import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.preflight.PreflightFinding;
import io.github.ecrconsolidation.preflight.Remedy.Command;
import io.github.ecrconsolidation.preflight.ServicePrefixes;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflict;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Conflicting;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Ignored;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.MissingOld;
import io.github.ecrconsolidation.reconcile.ReconcileDecision.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a plan leaves to an operator: one finding for each kind of thing that is not requested. */
final class PlanFindings {
  private final TagMapping mapping;
  private final RepositoryName consolidated;
  private final String functionName;

  /**
   * @param functionName to invoke the reconciler by hand with
   */
  PlanFindings(TagMapping mapping, String functionName) {
    this.mapping = mapping;
    this.consolidated = mapping.consolidated();
    this.functionName = functionName;
  }

  List<PreflightFinding> of(ReconcilePlan plan) {
    var findings = new ArrayList<PreflightFinding>();
    old(plan.of(MissingOld.class)).ifPresent(findings::add);
    var conflicts = plan.of(Conflicting.class);
    Arrays.stream(Conflict.values())
        .flatMap(kind -> conflicting(kind, conflicts).stream())
        .forEach(findings::add);
    var ignored = plan.of(Ignored.class);
    Arrays.stream(Reason.values())
        .flatMap(reason -> ignored(reason, ignored).stream())
        .forEach(findings::add);
    return findings;
  }

  private Optional<PreflightFinding> old(List<MissingOld> old) {
    return old.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreflightFinding(
                WARNING,
                "oldImagesMissing",
                "%d older images are missing: %s".formatted(old.size(), examples(old)),
                "the lifecycle policy of %s removed them, or they were never mirrored; run the backfill if the latter"
                    .formatted(consolidated),
                new Command(Commands.invoke(functionName, "{\"backfill\":true}"))));
  }

  private Optional<PreflightFinding> conflicting(Conflict kind, List<Conflicting> all) {
    var some = all.stream().filter(conflicting -> conflicting.conflict() == kind).toList();
    if (some.isEmpty()) {
      return Optional.empty();
    }
    var first = some.getFirst();
    return Optional.of(
        switch (kind) {
          case IMMUTABLE ->
              new PreflightFinding(
                  ERROR,
                  "tagImmutable",
                  "%d tags hold another digest and are immutable: %s"
                      .formatted(some.size(), examples(some)),
                  "they do not follow their legacy tags; delete those that are wrong in %s, or exclude them from immutability"
                      .formatted(consolidated),
                  new Command(Commands.deleteTag(consolidated, first.consolidatedTag())));
          case HELD_FOR_ANOTHER ->
              new PreflightFinding(
                  WARNING,
                  "tagHeldForAnother",
                  "%d tags stand for an image of another legacy repository: %s"
                      .formatted(some.size(), examples(some)),
                  "the mirror does not move them; give one of the two repositories another prefix,"
                      + " or retag. Of signatures with one name the oldest repository's is kept",
                  new Command(Commands.showImages(first.image().repository())));
        });
  }

  private Optional<PreflightFinding> ignored(Reason reason, List<Ignored> all) {
    var some = all.stream().filter(ignored -> ignored.reason() == reason).toList();
    if (some.isEmpty()) {
      return Optional.empty();
    }
    var first = some.getFirst().image();
    var what = "%d %s: %s".formatted(some.size(), "%s", examples(some));
    return switch (reason) {
      case ARCHIVED ->
          Optional.of(
              new PreflightFinding(
                  INFO,
                  "legacyArchived",
                  what.formatted("legacy images are in the archive"),
                  "an archived image cannot be pulled; restore those that are still wanted",
                  new Command(Commands.restore(first.repository(), first))));
      case ARCHIVED_THERE ->
          Optional.of(
              new PreflightFinding(
                  INFO,
                  "mirroredArchived",
                  what.formatted("images are in the archive of " + consolidated),
                  "its own lifecycle policy put them there, so they are left there",
                  new Command(Commands.restore(consolidated, first))));
      case SCHEMA_1 ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "dockerSchema1",
                  what.formatted("images are of Docker schema 1"),
                  "they cannot be pushed again under their digest; pull and push them with a newer"
                      + " client if they are still wanted",
                  new Command(Commands.showImages(first.repository()))));
      case TAG_TOO_LONG ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "tagOverlong",
                  what.formatted("tags are too long for a prefix"),
                  "a tag may have 128 characters, its prefix included; retag, or give the"
                      + " repository a shorter prefix",
                  ServicePrefixes.with(mapping, first.repository(), ServicePrefixes.TO_CHOOSE)));
      case AMBIGUOUS ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "tagAmbiguous",
                  what.formatted("tags are ambiguous"),
                  "their consolidated tag belongs to another repository; give one of the two"
                      + " another prefix, or retag",
                  ServicePrefixes.with(mapping, first.repository(), ServicePrefixes.TO_CHOOSE)));
      case PUSHED_DIRECTLY ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "tagPushedDirectly",
                  what.formatted("tags were pushed directly to " + consolidated),
                  "their images are newer than the legacy ones, which the targets do not follow. To"
                      + " overwrite one nevertheless, request it with override",
                  new Command(Commands.requestMirror(first.request(true).event(consolidated)))));
      case NO_PREFIX, SUBJECT_NOT_MIRRORED, UNTAGGED -> Optional.empty();
    };
  }

  private static String examples(List<? extends ReconcileDecision> decisions) {
    return PreflightFinding.examples(decisions.stream().map(ReconcileDecision::image).toList());
  }
}
