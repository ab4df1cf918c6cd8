package io.github.ecrconsolidation.reconcile;

import static io.github.ecrconsolidation.reconcile.Finding.Severity.ERROR;
import static io.github.ecrconsolidation.reconcile.Finding.Severity.INFO;
import static io.github.ecrconsolidation.reconcile.Finding.Severity.WARNING;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.reconcile.Reading.Failed;
import io.github.ecrconsolidation.reconcile.Reading.Read;
import io.github.ecrconsolidation.reconcile.Verdict.Ignored;
import io.github.ecrconsolidation.reconcile.Verdict.Missing;
import io.github.ecrconsolidation.reconcile.Verdict.MissingOld;
import io.github.ecrconsolidation.reconcile.Verdict.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at what mirroring stands on: settings of the account and of the repositories, the names in
 * force, the room that is left. It asks nobody and mends nothing.
 */
public final class GroundCheck {
  /** Images per repository (ECR service quotas); it can be raised, which is not seen from here. */
  static final int IMAGE_QUOTA = 100_000;

  /** Tags that move by habit. */
  private static final List<String> MOVING =
      List.of("latest", "main", "master", "develop", "stable", "edge", "nightly");

  /** Any companion: its name is all that counts. */
  private static final Tag COMPANION = new Tag("sha256-" + "0".repeat(64) + ".sig");

  private final TagMapping mapping;

  public GroundCheck(TagMapping mapping) {
    this.mapping = mapping;
  }

  /** Everything to say about the ground, whatever the plan makes of the images. */
  public List<Finding> check(Ground ground, Inventories inventories, ReconcilePlan plan) {
    return Stream.of(
            mounting(ground).stream(),
            encryption(ground).stream(),
            mutability(ground, inventories).stream(),
            room(inventories, plan).stream(),
            new PrefixCheck(mapping).check(inventories.known()).stream(),
            pullTime(ground).stream())
        .flatMap(findings -> findings)
        .toList();
  }

  private static Optional<Finding> mounting(Ground ground) {
    var command = "aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED";
    return switch (ground.mountsBlobs()) {
      case Read<Boolean>(var on) when on -> Optional.empty();
      case Read<Boolean> _ ->
          Optional.of(
              new Finding(
                  WARNING,
                  "blob mounting is not enabled for this account and region",
                  "every layer is downloaded and uploaded by the mirror, and stored twice, instead of being shared",
                  command));
      case Failed<Boolean>(_, var reason, _) ->
          Optional.of(unread("blob mounting", reason, command));
    };
  }

  private static Finding unread(String what, String reason, String command) {
    return new Finding(
        WARNING, "%s could not be checked: %s".formatted(what, reason), "nobody knows", command);
  }

  private static List<Finding> encryption(Ground ground) {
    var wanted = ground.consolidated().encryption();
    var others =
        ground.legacy().stream()
            .filter(repository -> !repository.encryption().equals(wanted))
            .collect(groupingBy(Repository::encryption, LinkedHashMap::new, toList()));
    return others.entrySet().stream()
        .map(group ->
            new Finding(
                WARNING,
                "%s encrypted with %s, %s with %s"
                    .formatted(
                        Finding.examples(group.getValue().stream().map(Repository::name).toList()),
                        group.getKey(),
                        ground.consolidated().name(),
                        wanted),
                "layers are mounted only between repositories of equal encryption, so those of these are copied; encryption is fixed when a repository is created",
                Commands.createRepository(ground.consolidated().name(), group.getKey())))
        .toList();
  }

  private List<Finding> mutability(Ground ground, Inventories inventories) {
    var consolidated = ground.consolidated();
    var moving = movingTags(ground, inventories);
    var companions = consolidated.mutability().isImmutable(COMPANION);
    var globs = new TreeSet<String>();
    if (companions) {
      globs.add("sha256-*");
    }
    moving.forEach(tag -> globs.add("*-" + tag));
    var command = Commands.exclude(consolidated, globs);
    var findings = new ArrayList<Finding>();
    if (companions) {
      findings.add(
          new Finding(
              WARNING,
              "sha256-* tags of %s are immutable".formatted(consolidated.name()),
              "whoever signs an image again rewrites such a tag; the new signature can not be mirrored",
              command));
    }
    if (!moving.isEmpty()) {
      findings.add(
          new Finding(
              WARNING,
              "legacy tags that move (%s) are immutable in %s"
                  .formatted(String.join(", ", moving), consolidated.name()),
              "they stay at the first image mirrored",
              command));
    }
    return findings;
  }

  /** The moving tags in use that may move in their legacy repository and may not here. */
  private Set<String> movingTags(Ground ground, Inventories inventories) {
    var moving = new TreeSet<String>();
    for (var repository : ground.legacy()) {
      var inventory = Optional.ofNullable(inventories.legacy().get(repository.name()));
      for (var name : MOVING) {
        var tag = new Tag(name);
        if (inventory.flatMap(it -> it.find(tag)).isPresent()
            && !repository.mutability().isImmutable(tag)
            && mapping.map(new ImageReference(repository.name(), tag), inventories::known)
                instanceof Mapped(var goal)
            && ground.consolidated().mutability().isImmutable(goal)) {
          moving.add(name);
        }
      }
    }
    return moving;
  }

  /** Children of an index that is not here yet are untagged: how many there are is not known. */
  private static Optional<Finding> room(Inventories inventories, ReconcilePlan plan) {
    var consolidated = inventories.consolidated();
    var sure = new HashSet<Digest>();
    var perhaps = new HashSet<Digest>();
    for (var verdict : plan.verdicts()) {
      var digest = verdict.image().digest();
      if (consolidated.find(digest).isPresent()) {
        continue;
      }
      switch (verdict) {
        case Missing _, MissingOld _, Verdict.Different _ -> sure.add(digest);
        case Ignored(_, var reason)
            when reason == Reason.UNTAGGED || reason == Reason.SUBJECT_NOT_MIRRORED ->
            perhaps.add(digest);
        case Ignored _, Verdict.InPlace _, Verdict.Conflicting _ -> {}
      }
    }
    perhaps.removeAll(sure);
    var now = consolidated.images().size();
    var least = now + sure.size();
    var most = least + perhaps.size();
    var full = now >= IMAGE_QUOTA || least > IMAGE_QUOTA;
    var near = most > IMAGE_QUOTA / 10 * 8;
    return Optional.of(
        new Finding(
            full ? ERROR : near ? WARNING : INFO,
            "%s holds %d images, %s after a backfill; the quota is %d unless it was raised"
                .formatted(
                    consolidated.repository(),
                    now,
                    least == most ? "" + least : "%d to %d".formatted(least, most),
                    IMAGE_QUOTA),
            full || near
                ? "at the quota every push of every service is refused"
                : "there is room for all",
            "aws service-quotas request-service-quota-increase --service-code ecr --quota-code L-03A36CE1 --desired-value %d"
                .formatted(Math.max(2 * IMAGE_QUOTA, 2 * most))));
  }

  private static Optional<Finding> pullTime(Ground ground) {
    if (ground.mirrorRole().isEmpty()) {
      return Optional.of(
          unread(
              "the pull-time exclusion of the mirror",
              "MIRROR_ROLE_ARN is not set",
              "aws ecr list-pull-time-update-exclusions"));
    }
    var role = ground.mirrorRole().get();
    var command = "aws ecr register-pull-time-update-exclusion --principal-arn " + role;
    return switch (ground.pullTimeExclusions()) {
      case Read<Set<String>>(var roles) when roles.contains(role) -> Optional.empty();
      case Read<Set<String>> _ ->
          Optional.of(
              new Finding(
                  WARNING,
                  "the mirror's role is not excluded from pull times",
                  "its own reads keep every legacy image recently pulled, and the clean-up keeps those",
                  command));
      case Failed<Set<String>>(_, var reason, _) ->
          Optional.of(unread("the pull-time exclusion of the mirror", reason, command));
    };
  }
}
