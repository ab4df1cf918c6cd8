package io.github.ecrconsolidation.cleanup;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.cleanup.CleanerOutcome.Stop;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.Departure.Action;
import io.github.ecrconsolidation.cleanup.LegacyRepository.Hold;
import io.github.ecrconsolidation.cleanup.Verdict.Keep;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Inventory;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.registry.Deadline;
import io.github.ecrconsolidation.registry.Housekeeping;
import io.github.ecrconsolidation.registry.Housekeeping.Deletion;
import io.github.ecrconsolidation.registry.RegistryException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Gatherers;

/**
 * Lets go what a plan says may go, and proves each image again right before. An index goes before
 * its children. It stops where it is when a layer is lost, the time is up or the maximum reached;
 * the next run goes on, as the registry is the only memory.
 */
final class Cleaner {
  private static final int PARALLEL_UPDATES = 4;

  private final CleanupPolicy policy;
  private final CleanupPlanner planner;
  private final RepositoryName consolidated;
  private final Housekeeping registry;
  private final Canary canary;
  private final Journal journal;
  private final Deadline deadline;

  Cleaner(
      CleanupPolicy policy,
      CleanupPlanner planner,
      RepositoryName consolidated,
      Housekeeping registry,
      Journal journal,
      Deadline deadline) {
    this.policy = policy;
    this.planner = planner;
    this.consolidated = consolidated;
    this.registry = registry;
    this.canary = new Canary(consolidated, registry);
    this.journal = journal;
    this.deadline = deadline;
  }

  /**
   * Carries out {@code plan}; {@code there} is the consolidated repository as it was planned on.
   */
  CleanerOutcome carryOut(CleanupPlan plan, Inventory there) {
    return new Run(plan).run(there);
  }

  /** The state of one run. */
  private final class Run {
    private final List<Work> works;
    private final Map<Reason, Integer> stayed = new EnumMap<>(Reason.class);
    private final List<RepositoryName> deletedRepositories = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private Optional<String> probeFailure = Optional.empty();
    private Stop stop = Stop.DONE;
    private long gone;
    private long bytes;

    private Run(CleanupPlan plan) {
      works = plan.repositories().stream().map(Work::new).toList();
    }

    private CleanerOutcome run(Inventory there) {
      if (works.stream().anyMatch(Work::isUnfinished) && probe(() -> earlier(there)) && canary()) {
        works.forEach(this::finish);
      }
      if (stop == Stop.DONE && policy.deleteEmptyRepositories() && policy.mode() == Mode.DELETE) {
        works.forEach(this::deleteIfEmpty);
      }
      return new CleanerOutcome(
          gone, bytes, stayed, deletedRepositories, stop, failures, probeFailure);
    }

    /**
     * Some images that stand in the consolidated repository alone, such as those that went in
     * earlier runs: storage may lose a layer long after the last image that held it. Other ones
     * every day.
     */
    private Set<Digest> earlier(Inventory there) {
      var day = LocalDate.ofInstant(deadline.clock().instant(), ZoneOffset.UTC).toString();
      var sample =
          there.images().stream()
              .filter(image -> image.isActive() && image.mediaType().isImage())
              .map(Image::digest)
              .filter(digest ->
                  works.stream().noneMatch(work -> work.relations().find(digest).isPresent()))
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
        probeFailure = canary.loss(images.get());
      } catch (RegistryException e) {
        if (e.isOutOfTime()) {
          stop = Stop.OUT_OF_TIME;
          return false;
        }
        probeFailure = Optional.of("the probe itself failed: " + e.getMessage());
      }
      if (probeFailure.isPresent()) {
        stop = Stop.PROBE_FAILED;
      }
      return probeFailure.isEmpty();
    }

    /** Lets few go, of many repositories, until some had layers; and looks what became of those. */
    private boolean canary() {
      while (stop == Stop.DONE) {
        var chosen = chosen();
        if (chosen.isEmpty()) {
          return true;
        }
        var departed = new HashSet<Digest>();
        chosen.forEach((work, digests) -> departed.addAll(settle(work, digests)));
        if (!departed.isEmpty()) {
          return probe(() -> departed) && stop == Stop.DONE;
        }
      }
      return false;
    }

    /** One of each repository in turn, images before indexes, which have no layers of their own. */
    private Map<Work, List<Digest>> chosen() {
      var ready =
          works.stream()
              .collect(
                  toMap(
                      identity(),
                      work -> work.ready().stream().sorted(comparing(work::isIndex)).toList(),
                      (a, _) -> a,
                      LinkedHashMap::new));
      var chosen = new LinkedHashMap<Work, List<Digest>>();
      var left = Math.min(Canary.IMAGES, allowance());
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

    private long allowance() {
      return policy.maximumDeletions() - gone;
    }

    private void finish(Work work) {
      for (var ready = work.ready(); !ready.isEmpty(); ready = work.ready()) {
        for (var from = 0; from < ready.size() && stop == Stop.DONE; ) {
          var size = Math.min(Math.min(Housekeeping.BATCH, allowance()), ready.size() - from);
          settle(work, ready.subList(from, from + (int) size));
          from += (int) size;
        }
        if (stop != Stop.DONE) {
          return;
        }
      }
      work.abandonRest();
    }

    /** Proves {@code digests} again and lets them go; answers those with layers that went. */
    private Set<Digest> settle(Work work, List<Digest> digests) {
      if (deadline.remaining().isZero()) {
        stop = Stop.OUT_OF_TIME;
      }
      if (stop != Stop.DONE) {
        return Set.of();
      }
      try {
        work.lookAgain();
        var departures = departures(work, digests);
        departures.forEach(journal::goes);
        var went =
            policy.mode() == Mode.ARCHIVE ? archive(work, departures) : delete(work, departures);
        if (allowance() <= 0 && works.stream().anyMatch(Work::isUnfinished)) {
          stop = Stop.MAXIMUM_REACHED;
        }
        return went.stream()
            .filter(image -> image.held().image().mediaType().isImage())
            .map(LegacyImage::digest)
            .collect(toSet());
      } catch (RegistryException e) {
        if (e.isOutOfTime()) {
          stop = Stop.OUT_OF_TIME;
        } else {
          failures.add("%s: %s".formatted(work.name(), e.getMessage()));
          work.abandon();
        }
        return Set.of();
      }
    }

    /** Those of {@code digests} that are still proven, with the tags they have now. */
    private List<Departure> departures(Work work, List<Digest> digests) {
      var waiting = digests.stream().filter(work.waiting::containsKey).toList();
      var held = byDigest(registry.describe(work.name(), waiting));
      var evidence =
          held.values().stream()
              .flatMap(image -> work.proof().evidence(image, work.relations()).stream())
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
          work.goneAlready(digest);
          continue;
        }
        switch (verdict(work, now.get(), there)) {
          case Keep keep -> work.stays(keep.image(), keep.reason());
          case Verdict.Archive(var image) -> departures.add(departure(work, image, Action.ARCHIVE));
          case Verdict.Delete(var image) -> departures.add(departure(work, image, Action.DELETE));
        }
      }
      return departures;
    }

    private Verdict verdict(Work work, HeldImage held, Inventory there) {
      var image = new LegacyImage(work.name(), held);
      return work.change(held)
          .<Verdict>map(change -> new Keep(image, Reason.CHANGED, change, Optional.empty()))
          .or(() -> work.needed(held).map(reason -> new Keep(image, reason, "", Optional.empty())))
          .orElseGet(() ->
              planner.judge(
                  held,
                  Hold.NONE,
                  work.relations(),
                  work.proof(),
                  there,
                  deadline.clock().instant()));
    }

    private Departure departure(Work work, LegacyImage image, Action action) {
      return new Departure(
          image, action, work.proof().consolidatedTags(image.held(), work.relations()));
    }

    private List<LegacyImage> delete(Work work, List<Departure> departures) {
      if (departures.isEmpty()) {
        return List.of();
      }
      var deletion =
          registry.delete(work.name(), departures.stream().map(it -> it.image().digest()).toList());
      var went = new ArrayList<LegacyImage>();
      for (var departure : departures) {
        if (isGone(work, departure, deletion)) {
          went.add(gone(work, departure));
        }
      }
      return went;
    }

    private boolean isGone(Work work, Departure departure, Deletion deletion) {
      var digest = departure.image().digest();
      var tags = Optional.ofNullable(deletion.deleted().get(digest));
      if (tags.isPresent()) {
        reportTagsOfTheLastMoment(departure, tags.get());
        return true;
      }
      var code = deletion.refused().getOrDefault(digest, "no answer");
      switch (code) {
        case "ImageNotFound" -> {
          // It was there a moment ago: the answer to an earlier attempt of this call was lost.
          return true;
        }
        case "ImageReferencedByManifestList" ->
            refused(work, departure, Reason.REFERENCED_BY_KEPT_INDEX, code);
        default -> {
          failures.add("%s was not deleted: %s".formatted(departure.image(), code));
          refused(work, departure, Reason.REFUSED, code);
        }
      }
      return false;
    }

    /** ECR deletes by digest whatever tags there are; between proof and deletion one may come. */
    private void reportTagsOfTheLastMoment(Departure departure, Set<String> deleted) {
      var proven = departure.image().held().image().tags();
      deleted.stream()
          .filter(tag -> !Tag.isValid(tag) || !proven.contains(new Tag(tag)))
          .forEach(tag ->
              failures.add(
                  "%s was tagged %s in the moment of its deletion; its digest stands in %s, this tag does not"
                      .formatted(departure.image(), tag, consolidated)));
    }

    private void refused(Work work, Departure departure, Reason reason, String detail) {
      work.stays(departure.image(), reason);
      journal.stayed(departure, reason, detail);
    }

    private LegacyImage gone(Work work, Departure departure) {
      gone++;
      bytes += departure.image().ownBytes();
      work.goneAlready(departure.image().digest());
      return departure.image();
    }

    private List<LegacyImage> archive(Work work, List<Departure> departures) {
      var went = new ArrayList<LegacyImage>();
      departures.stream()
          .gather(Gatherers.mapConcurrent(PARALLEL_UPDATES, this::archive))
          .forEach(archived -> {
            if (archived.refusal().isEmpty()) {
              went.add(gone(work, archived.departure()));
            } else {
              notArchived(work, archived.departure(), archived.refusal().get());
            }
          });
      return went;
    }

    private record Archived(Departure departure, Optional<RegistryException> refusal) {}

    /** An exception would cancel the neighbours. */
    private Archived archive(Departure departure) {
      var image = departure.image();
      try {
        registry.archive(image.repository(), image.digest());
        return new Archived(departure, Optional.empty());
      } catch (RegistryException e) {
        return new Archived(departure, isInArchive(image) ? Optional.empty() : Optional.of(e));
      }
    }

    /** Asked after a refusal: the answer to an earlier attempt of the call may have been lost. */
    private boolean isInArchive(LegacyImage image) {
      try {
        return registry.describe(image.repository(), List.of(image.digest())).stream()
            .anyMatch(held -> held.image().status() == Image.Status.ARCHIVED);
      } catch (RegistryException unknown) {
        return false;
      }
    }

    private void notArchived(Work work, Departure departure, RegistryException refusal) {
      refused(work, departure, Reason.REFUSED, refusal.code());
      if (refusal.isOutOfTime()) {
        stop = Stop.OUT_OF_TIME;
      } else {
        failures.add("%s was not archived: %s".formatted(departure.image(), refusal.getMessage()));
      }
    }

    /**
     * An empty repository goes when its windows have passed, too. It stays while its name decides
     * who owns a tag, and when it has a key of its own: what becomes of mounted layers then is not
     * known.
     */
    private void deleteIfEmpty(Work work) {
      var repository = work.plan.repository();
      var now = deadline.clock().instant();
      var young = repository.repository().createdAt().plus(policy.rollbackWindow()).isAfter(now);
      var early = policy.begin().filter(begin -> !begin.isAfter(now)).isEmpty();
      if (!work.isEmptied()
          || young
          || early
          || repository.hold() != Hold.NONE
          || work.relations().relatives().size() > 1
          || !repository.repository().encryption().type().equals("AES256")) {
        return;
      }
      try {
        if (hold(work.name()) == Hold.NONE && registry.images(work.name()).isEmpty()) {
          registry.deleteRepository(work.name());
          deletedRepositories.add(work.name());
        }
      } catch (RegistryException e) {
        if (e.isOutOfTime()) {
          stop = Stop.OUT_OF_TIME;
        } else if (!e.code().equals("RepositoryNotEmptyException")) {
          failures.add("%s: %s".formatted(work.name(), e.getMessage()));
        }
      }
    }

    /** What is left to do in one repository. */
    private final class Work {
      private final RepositoryPlan plan;
      private final Map<Digest, LegacyImage> waiting;
      private final Set<Digest> departed = new HashSet<>();
      private final Set<Digest> staying = new HashSet<>();
      private boolean lookedAgain;

      private Work(RepositoryPlan plan) {
        this.plan = plan;
        this.waiting =
            plan.going().stream()
                .collect(toMap(LegacyImage::digest, identity(), (a, _) -> a, LinkedHashMap::new));
      }

      private RepositoryName name() {
        return plan.repository().name();
      }

      private Relations relations() {
        return plan.relations();
      }

      private MirrorProof proof() {
        return plan.proof();
      }

      private boolean isUnfinished() {
        return !waiting.isEmpty();
      }

      private boolean isEmptied() {
        return departed.size() == plan.repository().images().size();
      }

      private boolean isIndex(Digest digest) {
        return relations().find(digest).filter(it -> !it.image().mediaType().isImage()).isPresent();
      }

      /** Those that no index here lists any more. */
      private List<Digest> ready() {
        return waiting.keySet().stream()
            .filter(digest -> relations().indexesOf(digest).stream().allMatch(this::isOutOfTheWay))
            .toList();
      }

      private boolean isOutOfTheWay(Digest index) {
        return departed.contains(index)
            || (policy.mode() == Mode.ARCHIVE
                && relations()
                    .find(index)
                    .filter(it -> it.image().status() == Image.Status.ARCHIVED)
                    .isPresent());
      }

      /**
       * Lists the repository once more before its first image goes: it may be on hold now, and a
       * new referrer or companion keeps its subject. An index that came keeps its children: ECR
       * sees to that.
       */
      private void lookAgain() {
        if (lookedAgain) {
          return;
        }
        lookedAgain = true;
        var hold = hold(name());
        if (hold != Hold.NONE) {
          List.copyOf(waiting.values()).forEach(image -> stays(image, Reason.ON_HOLD));
          return;
        }
        for (var held : registry.images(name())) {
          var known = relations().find(held.digest()).map(Relations::subjects).orElseGet(Set::of);
          for (var subject : Relations.subjects(held)) {
            if (!known.contains(subject) && waiting.containsKey(subject)) {
              stays(Optional.ofNullable(waiting.get(subject)).orElseThrow(), Reason.CHANGED);
            }
          }
        }
      }

      /** What changed of {@code held} since the plan, if that keeps it. */
      private Optional<String> change(HeldImage held) {
        var planned = relations().find(held.digest()).orElseThrow().image().tags();
        return held.image().tags().stream()
            .filter(tag -> !planned.contains(tag))
            .findFirst()
            .map("the tag %s appeared"::formatted);
      }

      /** Why {@code held} is needed by an image that was to go and stayed. */
      private Optional<Reason> needed(HeldImage held) {
        var digest = held.digest();
        if (Relations.subjects(held).stream().anyMatch(staying::contains)) {
          return Optional.of(Reason.SUBJECT_KEPT);
        }
        return relations().adherentsOf(digest).stream()
                .filter(it -> it.image().subject().equals(Optional.of(digest)))
                .anyMatch(it -> staying.contains(it.digest()))
            ? Optional.of(Reason.REFERRER_KEPT)
            : Optional.empty();
      }

      private void goneAlready(Digest digest) {
        waiting.remove(digest);
        departed.add(digest);
      }

      private void stays(LegacyImage image, Reason reason) {
        if (Optional.ofNullable(waiting.remove(image.digest())).isPresent()) {
          staying.add(image.digest());
          stayed.merge(reason, 1, Integer::sum);
        }
      }

      /** Children of indexes that stayed. */
      private void abandonRest() {
        List.copyOf(waiting.values())
            .forEach(image -> stays(image, Reason.REFERENCED_BY_KEPT_INDEX));
      }

      private void abandon() {
        List.copyOf(waiting.values()).forEach(image -> stays(image, Reason.REFUSED));
      }
    }
  }

  private Hold hold(RepositoryName repository) {
    return Cleanup.hold(registry.resourceTags(repository));
  }

  private static Map<Digest, HeldImage> byDigest(List<HeldImage> images) {
    return images.stream().collect(toMap(HeldImage::digest, identity(), (a, _) -> a));
  }
}
