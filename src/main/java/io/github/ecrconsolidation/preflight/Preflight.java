package io.github.ecrconsolidation.preflight;

import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.ERROR;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.INFO;
import static io.github.ecrconsolidation.preflight.PreflightFinding.Severity.WARNING;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.preflight.Reading.Failed;
import io.github.ecrconsolidation.preflight.Reading.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks what mirroring depends on: settings of the account and of the repositories, the names in
 * force, the room that is left. It calls nothing and changes nothing.
 */
public final class Preflight {
  /** Images per repository (ECR service quotas); it can be raised, which is not seen from here. */
  static final int IMAGE_QUOTA = 100_000;

  /** Tags that move by habit. */
  private static final List<String> MOVING =
      List.of("latest", "main", "master", "develop", "stable", "edge", "nightly");

  /** Any companion: its name is all that counts. */
  private static final Tag COMPANION = new Tag("sha256-" + "0".repeat(64) + ".sig");

  private final TagMapping mapping;

  public Preflight(TagMapping mapping) {
    this.mapping = mapping;
  }

  /** All findings, in an order that is always the same. */
  public List<PreflightFinding> check(PreflightInput input) {
    return Stream.of(
            mounting(input).stream(),
            encryption(input).stream(),
            mutability(input).stream(),
            room(input).stream(),
            new PrefixCheck(mapping).check(input.legacyNames()).stream(),
            pullTime(input).stream())
        .flatMap(findings -> findings)
        .toList();
  }

  private static Optional<PreflightFinding> mounting(PreflightInput input) {
    var command = "aws ecr put-account-setting --name BLOB_MOUNTING --value ENABLED";
    return switch (input.mountsBlobs()) {
      case Read<Boolean>(var on) when on -> Optional.empty();
      case Read<Boolean> _ ->
          Optional.of(
              new PreflightFinding(
                  WARNING,
                  "blob mounting is not enabled for this account and region",
                  "every layer is downloaded and uploaded by the mirror, and stored twice, instead"
                      + " of being shared",
                  command));
      case Failed<Boolean>(_, var reason, _) ->
          Optional.of(unread("blob mounting", reason, command));
    };
  }

  private static PreflightFinding unread(String what, String reason, String command) {
    return new PreflightFinding(
        WARNING, "%s could not be checked: %s".formatted(what, reason), "nobody knows", command);
  }

  private static List<PreflightFinding> encryption(PreflightInput input) {
    var wanted = input.consolidated().encryption();
    var others =
        input.legacy().stream()
            .filter(repository -> !repository.encryption().equals(wanted))
            .collect(groupingBy(Repository::encryption, LinkedHashMap::new, toList()));
    return others.entrySet().stream()
        .map(group ->
            new PreflightFinding(
                WARNING,
                "%s encrypted with %s, %s with %s"
                    .formatted(
                        PreflightFinding.examples(
                            group.getValue().stream().map(Repository::name).toList()),
                        group.getKey(),
                        input.consolidated().name(),
                        wanted),
                "layers are mounted only between repositories of equal encryption, so those of"
                    + " these are copied; encryption is fixed when a repository is created",
                SettingCommands.createRepository(input.consolidated().name(), group.getKey())))
        .toList();
  }

  private List<PreflightFinding> mutability(PreflightInput input) {
    var consolidated = input.consolidated();
    var moving = movingTags(input);
    var companions = consolidated.mutability().isImmutable(COMPANION);
    var globs = new TreeSet<String>();
    if (companions) {
      globs.add("sha256-*");
    }
    moving.forEach(tag -> globs.add("*-" + tag));
    var command = SettingCommands.exclude(consolidated, globs);
    var findings = new ArrayList<PreflightFinding>();
    if (companions) {
      findings.add(
          new PreflightFinding(
              WARNING,
              "sha256-* tags of %s are immutable".formatted(consolidated.name()),
              "whoever signs an image again rewrites such a tag; the new signature can not be"
                  + " mirrored",
              command));
    }
    if (!moving.isEmpty()) {
      findings.add(
          new PreflightFinding(
              WARNING,
              "legacy tags that move (%s) are immutable in %s"
                  .formatted(String.join(", ", moving), consolidated.name()),
              "they stay at the first image mirrored",
              command));
    }
    return findings;
  }

  /** The moving tags in use that may move in their legacy repository and may not here. */
  private Set<String> movingTags(PreflightInput input) {
    var moving = new TreeSet<String>();
    var known = input.legacyNames();
    for (var repository : input.legacy()) {
      var inventory = Optional.ofNullable(input.inventories().get(repository.name()));
      for (var name : MOVING) {
        var tag = new Tag(name);
        if (inventory.flatMap(it -> it.find(tag)).isPresent()
            && !repository.mutability().isImmutable(tag)
            && mapping.map(new ImageReference(repository.name(), tag), () -> known)
                instanceof Mapped(var goal)
            && input.consolidated().mutability().isImmutable(goal)) {
          moving.add(name);
        }
      }
    }
    return moving;
  }

  private static Optional<PreflightFinding> room(PreflightInput input) {
    var now = input.held().images().size();
    var least = now + input.growth().sure();
    var most = least + input.growth().possible();
    var full = now >= IMAGE_QUOTA || least > IMAGE_QUOTA;
    var near = most > IMAGE_QUOTA / 10 * 8;
    return Optional.of(
        new PreflightFinding(
            full ? ERROR : near ? WARNING : INFO,
            "%s holds %d images, %s after a backfill; the quota is %d unless it was raised"
                .formatted(
                    input.consolidated().name(),
                    now,
                    least == most ? "" + least : "%d to %d".formatted(least, most),
                    IMAGE_QUOTA),
            full || near
                ? "at the quota every push of every service is refused"
                : "there is room for all",
            "aws service-quotas request-service-quota-increase --service-code ecr --quota-code L-03A36CE1 --desired-value %d"
                .formatted(Math.max(2 * IMAGE_QUOTA, 2 * most))));
  }

  private static Optional<PreflightFinding> pullTime(PreflightInput input) {
    if (input.mirrorRole().isEmpty()) {
      return Optional.of(
          unread(
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
                  "the mirror's role is not excluded from pull times",
                  "its own reads keep every legacy image recently pulled, and the clean-up keeps"
                      + " those",
                  command));
      case Failed<Set<String>>(_, var reason, _) ->
          Optional.of(unread("the pull-time exclusion of the mirror", reason, command));
    };
  }
}
