package io.github.ecrconsolidation.cleanup;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanerOutcome.Stop;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.registry.Deadline;
import io.github.ecrconsolidation.registry.Housekeeping;
import io.github.ecrconsolidation.registry.RegistryException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets go what a plan says may go, and proves each image again right before. An index goes before
 * its children. It stops where it is when a layer is lost, the time is up or the maximum reached;
 * the next run goes on, as the registry is the only memory.
 */
final class Cleaner {
  private final CleanupPolicy policy;
  private final RepositoryName consolidated;
  private final Housekeeping registry;
  private final Deadline deadline;
  private final Canary canary;
  private final Progress progress;
  private final Reproof reproof;
  private final Removal removal;
  private List<Backlog> backlogs = List.of();

  Cleaner(
      CleanupPolicy policy,
      CleanupPlanner planner,
      RepositoryName consolidated,
      Housekeeping registry,
      Journal journal,
      Deadline deadline) {
    this.policy = policy;
    this.consolidated = consolidated;
    this.registry = registry;
    this.deadline = deadline;
    this.canary = new Canary(consolidated, registry);
    this.progress = new Progress(policy.maximumDeletions());
    this.reproof = new Reproof(planner, consolidated, registry, deadline.clock());
    this.removal = new Removal(policy.mode(), consolidated, registry, journal, progress);
  }

  /**
   * Carries out {@code plan}, once; {@code there} is the consolidated repository as it was planned
   * on.
   */
  CleanerOutcome carryOut(CleanupPlan plan, Inventory there) {
    backlogs =
        plan.repositories().stream().map(it -> new Backlog(it, policy.mode(), progress)).toList();
    if (backlogs.stream().anyMatch(Backlog::isUnfinished)
        && probe(() -> earlier(there))
        && canary()) {
      backlogs.forEach(this::finish);
    }
    if (progress.goesOn() && policy.deleteEmptyRepositories() && policy.mode() == Mode.DELETE) {
      backlogs.forEach(this::deleteIfEmpty);
    }
    return progress.outcome();
  }

  /**
   * Some images that stand in the consolidated repository alone, such as those that went in earlier
   * runs: storage may lose a layer long after the last image that held it. Other ones every day.
   */
  private Set<Digest> earlier(Inventory there) {
    var day = LocalDate.ofInstant(deadline.clock().instant(), ZoneOffset.UTC).toString();
    var sample =
        there.images().stream()
            .filter(image -> image.isActive() && image.mediaType().isImage())
            .map(Image::digest)
            .filter(digest ->
                backlogs.stream().noneMatch(it -> it.relations().find(digest).isPresent()))
            .sorted(
                comparingInt((Digest digest) -> (digest + day).hashCode())
                    .thenComparing(Digest::value))
            .limit(Canary.IMAGES)
            .toList();
    // The repository's own lifecycle policy may have removed one since.
    return registry.describe(consolidated, sample).stream()
        .map(HeldImage::image)
        .filter(Image::isActive)
        .map(Image::digest)
        .collect(toSet());
  }

  /** Whether all layers of {@code images} can be downloaded; if not, the run is over. */
  private boolean probe(Supplier<Set<Digest>> images) {
    try {
      canary.loss(images.get()).ifPresent(progress::probeFailed);
    } catch (RegistryException e) {
      if (e.isOutOfTime()) {
        progress.stop(Stop.OUT_OF_TIME);
      } else {
        progress.probeFailed("the probe itself failed: " + e.getMessage());
      }
    }
    return progress.goesOn();
  }

  /** Lets few go, of many repositories, until some had layers; and looks what became of those. */
  private boolean canary() {
    while (progress.goesOn()) {
      var chosen = chosen();
      if (chosen.isEmpty()) {
        return true;
      }
      var departed = new HashSet<Digest>();
      chosen.forEach((backlog, digests) -> departed.addAll(settle(backlog, digests)));
      if (!departed.isEmpty()) {
        return probe(() -> departed);
      }
    }
    return false;
  }

  /** One of each repository in turn, images before indexes, which have no layers of their own. */
  private Map<Backlog, List<Digest>> chosen() {
    var ready =
        backlogs.stream()
            .collect(
                toMap(
                    identity(),
                    backlog ->
                        backlog.ready().stream().sorted(comparing(backlog::isIndex)).toList(),
                    (a, _) -> a,
                    LinkedHashMap::new));
    var chosen = new LinkedHashMap<Backlog, List<Digest>>();
    var left = Math.min(Canary.IMAGES, progress.allowance());
    for (var turn = 0; left > 0; turn++) {
      var before = left;
      for (var entry : ready.entrySet()) {
        if (left > 0 && turn < entry.getValue().size()) {
          chosen
              .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
              .add(entry.getValue().get(turn));
          left--;
        }
      }
      if (before == left) {
        break;
      }
    }
    return chosen;
  }

  private void finish(Backlog backlog) {
    for (var ready = backlog.ready(); !ready.isEmpty(); ready = backlog.ready()) {
      for (var from = 0; from < ready.size() && progress.goesOn(); ) {
        var size =
            Math.min(Math.min(Housekeeping.BATCH, progress.allowance()), ready.size() - from);
        settle(backlog, ready.subList(from, from + (int) size));
        from += (int) size;
      }
      if (!progress.goesOn()) {
        return;
      }
    }
    // Children of indexes that stayed.
    backlog.restStays(Reason.REFERENCED_BY_KEPT_INDEX);
  }

  /** Proves {@code digests} again and lets them go; answers those with layers that went. */
  private Set<Digest> settle(Backlog backlog, List<Digest> digests) {
    if (deadline.remaining().isZero()) {
      progress.stop(Stop.OUT_OF_TIME);
    }
    if (!progress.goesOn()) {
      return Set.of();
    }
    try {
      var went = removal.letGo(backlog, reproof.departures(backlog, digests));
      if (progress.allowance() <= 0 && backlogs.stream().anyMatch(Backlog::isUnfinished)) {
        progress.stop(Stop.MAXIMUM_REACHED);
      }
      return went.stream()
          .filter(image -> image.held().image().mediaType().isImage())
          .map(LegacyImage::digest)
          .collect(toSet());
    } catch (RegistryException e) {
      progress.failed(backlog.name().toString(), e);
      if (progress.goesOn()) {
        backlog.restStays(Reason.REFUSED);
      }
      return Set.of();
    }
  }

  /**
   * An empty repository goes when its windows have passed, too. It stays while its name decides who
   * owns a tag, and when it has a key of its own: what becomes of mounted layers then is not known.
   */
  private void deleteIfEmpty(Backlog backlog) {
    var repository = backlog.repository();
    var now = deadline.clock().instant();
    var young = repository.repository().createdAt().plus(policy.rollbackWindow()).isAfter(now);
    var early = policy.begin().filter(begin -> !begin.isAfter(now)).isEmpty();
    if (!backlog.isEmptied()
        || young
        || early
        || repository.hold() != Hold.NONE
        || backlog.relations().relatives().size() > 1
        || !repository.repository().encryption().type().equals("AES256")) {
      return;
    }
    try {
      if (Cleanup.hold(registry.resourceTags(backlog.name())) == Hold.NONE
          && registry.images(backlog.name()).isEmpty()) {
        registry.deleteRepository(backlog.name());
        progress.deleted(backlog.name());
      }
    } catch (RegistryException e) {
      if (!e.code().equals("RepositoryNotEmptyException")) {
        progress.failed(backlog.name().toString(), e);
      }
    }
  }
}
