package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.registry.Housekeeping;
import io.github.ecrconsolidation.registry.Housekeeping.Deletion;
import io.github.ecrconsolidation.registry.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;

/**
 * Deletes or archives images that are proven, and reads from ECR's answer what really went: its
 * calls succeed in part, and an answer may get lost.
 */
final class Removal {
  private static final int PARALLEL_UPDATES = 4;

  private final Mode mode;
  private final RepositoryName consolidated;
  private final Housekeeping registry;
  private final Journal journal;
  private final Progress progress;

  Removal(
      Mode mode,
      RepositoryName consolidated,
      Housekeeping registry,
      Journal journal,
      Progress progress) {
    this.mode = mode;
    this.consolidated = consolidated;
    this.registry = registry;
    this.journal = journal;
    this.progress = progress;
  }

  /**
   * Lets {@code departures} go, and answers those that went.
   *
   * @throws RegistryException when nobody knows which went
   */
  List<LegacyImage> letGo(Backlog backlog, List<Departure> departures) {
    departures.forEach(journal::goes);
    return mode == Mode.ARCHIVE ? archive(backlog, departures) : delete(backlog, departures);
  }

  private List<LegacyImage> delete(Backlog backlog, List<Departure> departures) {
    if (departures.isEmpty()) {
      return List.of();
    }
    var deletion = tried(backlog, departures);
    var went = new ArrayList<LegacyImage>();
    for (var departure : departures) {
      if (isGone(backlog, departure, deletion)) {
        backlog.gone(departure.image());
        went.add(departure.image());
      }
    }
    return went;
  }

  private Deletion tried(Backlog backlog, List<Departure> departures) {
    try {
      return registry.delete(
          backlog.name(), departures.stream().map(it -> it.image().digest()).toList());
    } catch (RegistryException e) {
      departures.forEach(departure ->
          journal.stayed(
              departure, Reason.UNKNOWN, "nobody knows whether it went: " + e.getMessage()));
      throw e;
    }
  }

  private boolean isGone(Backlog backlog, Departure departure, Deletion deletion) {
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
          refused(backlog, departure, Reason.REFERENCED_BY_KEPT_INDEX, code);
      default -> {
        progress.failed("%s was not deleted: %s".formatted(departure.image(), code));
        refused(backlog, departure, Reason.REFUSED, code);
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
            progress.failed(
                "%s was tagged %s in the moment of its deletion; its digest stands in %s, this tag does not"
                    .formatted(departure.image(), tag, consolidated)));
  }

  private void refused(Backlog backlog, Departure departure, Reason reason, String detail) {
    backlog.stays(departure.image(), reason);
    journal.stayed(departure, reason, detail);
  }

  private List<LegacyImage> archive(Backlog backlog, List<Departure> departures) {
    var went = new ArrayList<LegacyImage>();
    departures.stream()
        .gather(Gatherers.mapConcurrent(PARALLEL_UPDATES, this::archive))
        .forEach(archived -> {
          var image = archived.departure().image();
          if (archived.refusal().isEmpty()) {
            backlog.gone(image);
            went.add(image);
          } else {
            notArchived(backlog, archived.departure(), archived.refusal().get());
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

  private void notArchived(Backlog backlog, Departure departure, RegistryException refusal) {
    refused(backlog, departure, Reason.REFUSED, refusal.code());
    progress.failed(departure.image() + " was not archived", refusal);
  }
}
