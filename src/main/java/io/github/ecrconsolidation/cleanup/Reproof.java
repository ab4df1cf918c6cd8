package io.github.ecrconsolidation.cleanup;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.Departure.Action;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.cleanup.Verdict.Keep;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.Housekeeping;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at images again right before they go, as the plan may be an hour old: whatever changed
 * since keeps an image.
 */
final class Reproof {
  private final CleanupPlanner planner;
  private final RepositoryName consolidated;
  private final Housekeeping registry;
  private final InstantSource clock;
  private final Set<RepositoryName> lookedAt = new HashSet<>();

  Reproof(
      CleanupPlanner planner,
      RepositoryName consolidated,
      Housekeeping registry,
      InstantSource clock) {
    this.planner = planner;
    this.consolidated = consolidated;
    this.registry = registry;
    this.clock = clock;
  }

  /** Those of {@code digests} that are still proven, with the tags they have now. */
  List<Departure> departures(Backlog backlog, List<Digest> digests) {
    if (lookedAt.add(backlog.name())) {
      lookAgain(backlog);
    }
    var waiting = digests.stream().filter(backlog::isWaiting).toList();
    var held =
        registry.describe(backlog.name(), waiting).stream()
            .collect(toMap(HeldImage::digest, identity(), (a, _) -> a));
    var evidence =
        held.values().stream()
            .flatMap(image -> backlog.proof().evidence(image, backlog.relations()).stream())
            .collect(toSet());
    var there =
        new Inventory(
            consolidated,
            registry.describe(consolidated, evidence).stream().map(HeldImage::image).toList(),
            List.of());
    var departures = new ArrayList<Departure>();
    for (var digest : waiting) {
      var now = Optional.ofNullable(held.get(digest));
      if (now.isEmpty()) {
        // Somebody else deleted it, or ECR did with its subject; it was proven when planned.
        backlog.goneAlready(digest);
        continue;
      }
      switch (verdict(backlog, now.get(), there)) {
        case Keep keep -> backlog.stays(keep.image(), keep.reason());
        case Verdict.Archive(var image) ->
            departures.add(departure(backlog, image, Action.ARCHIVE));
        case Verdict.Delete(var image) -> departures.add(departure(backlog, image, Action.DELETE));
      }
    }
    return departures;
  }

  /**
   * Lists the repository once more before its first image goes: it may be on hold now, and a new
   * referrer or companion keeps its subject. An index that came keeps its children: ECR sees to
   * that.
   */
  private void lookAgain(Backlog backlog) {
    if (Cleanup.hold(registry.resourceTags(backlog.name())) != Hold.NONE) {
      backlog.restStays(Reason.ON_HOLD);
      return;
    }
    var subjects = new HashSet<Digest>();
    for (var held : registry.images(backlog.name())) {
      var known =
          backlog.relations().find(held.digest()).map(Relations::subjects).orElseGet(Set::of);
      Relations.subjects(held).stream()
          .filter(subject -> !known.contains(subject))
          .forEach(subjects::add);
    }
    backlog.waiting().stream()
        .filter(image -> subjects.contains(image.digest()))
        .forEach(image -> backlog.stays(image, Reason.CHANGED));
  }

  private Verdict verdict(Backlog backlog, HeldImage held, Inventory there) {
    var image = new LegacyImage(backlog.name(), held);
    return change(backlog, held)
        .<Verdict>map(change -> new Keep(image, Reason.CHANGED, change, Optional.empty()))
        .or(() -> backlog.needed(held).map(reason -> new Keep(image, reason, "", Optional.empty())))
        .orElseGet(() ->
            planner.judge(
                held, Hold.NONE, backlog.relations(), backlog.proof(), there, clock.instant()));
  }

  /** What changed of {@code held} since the plan, if that keeps it. */
  private static Optional<String> change(Backlog backlog, HeldImage held) {
    var planned = backlog.relations().find(held.digest()).orElseThrow().image().tags();
    return held.image().tags().stream()
        .filter(tag -> !planned.contains(tag))
        .findFirst()
        .map("the tag %s appeared"::formatted);
  }

  private static Departure departure(Backlog backlog, LegacyImage image, Action action) {
    return new Departure(
        image, action, backlog.proof().consolidatedTags(image.held(), backlog.relations()));
  }
}
