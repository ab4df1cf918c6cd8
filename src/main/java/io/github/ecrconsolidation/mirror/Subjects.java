package io.github.ecrconsolidation.mirror;

import io.github.ecrconsolidation.ecr.ImageSource;
import io.github.ecrconsolidation.ecr.ImageTarget;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which subjects of referrers are in the consolidated repository, and which may be brought there
 * with their referrers. An old subject that is not there was removed on purpose, for all anyone
 * knows: a referrer pushed late, such as an SBOM, does not bring it back. Each subject is looked up
 * once.
 */
final class Subjects {
  private final ImageSource source;
  private final ImageTarget target;
  private final RepositoryName consolidated;
  private final RepositoryName legacy;
  private final Instant youngSince;
  private final Map<Digest, Lookup> lookups = new HashMap<>();

  /**
   * @param youngSince a subject pushed earlier is not brought
   */
  Subjects(
      ImageSource source,
      ImageTarget target,
      RepositoryName consolidated,
      RepositoryName legacy,
      Instant youngSince) {
    this.source = source;
    this.target = target;
    this.consolidated = consolidated;
    this.legacy = legacy;
    this.youngSince = youngSince;
  }

  /** Where a subject is. */
  private record Lookup(Optional<Image> current, Optional<Image> legacy) {}

  /** What the consolidated repository has of {@code subject}. */
  Optional<Image> current(Digest subject) {
    return lookup(subject).current();
  }

  /** Whether {@code subject} is not there and is to be copied before its referrer. */
  boolean isToBring(Digest subject) {
    var lookup = lookup(subject);
    return lookup.current().isEmpty()
        && lookup.legacy().filter(image -> !image.pushedAt().isBefore(youngSince)).isPresent();
  }

  /**
   * Whether {@code referrer} has a place: its subject can be pulled there, or is to be brought and
   * has a place itself.
   */
  boolean havePlaceFor(Image referrer) {
    var next = referrer.subject();
    while (next.isPresent()) {
      var subject = next.get();
      var lookup = lookup(subject);
      if (lookup.current().isPresent()) {
        return lookup.current().get().isActive();
      }
      if (!isToBring(subject)) {
        return false;
      }
      next = lookup.legacy().flatMap(Image::subject);
    }
    return true;
  }

  private Lookup lookup(Digest subject) {
    return lookups.computeIfAbsent(
        subject,
        digest -> {
          var found =
              Together.ask(
                  List.of(
                      () -> target.find(consolidated, digest), () -> source.find(legacy, digest)));
          return new Lookup(found.getFirst(), found.getLast());
        });
  }
}
