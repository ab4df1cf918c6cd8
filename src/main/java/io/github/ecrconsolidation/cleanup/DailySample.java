package io.github.ecrconsolidation.cleanup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;

import io.github.ecrconsolidation.oci.Digest;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * Chooses some of many digests, other ones every day, and the same all day: by the SHA-256 of day
 * and digest, in which one day says nothing about the next.
 */
record DailySample(LocalDate day) {

  /** At most {@code most} of {@code digests}, in the order of the day. */
  List<Digest> of(Collection<Digest> digests, long most) {
    return digests.stream()
        .distinct()
        .map(digest -> new Ranked(digest, rank(digest)))
        .sorted(comparing(Ranked::rank))
        .limit(most)
        .map(Ranked::digest)
        .toList();
  }

  private record Ranked(Digest digest, String rank) {}

  private String rank(Digest digest) {
    return Digest.of((day + " " + digest).getBytes(UTF_8)).value();
  }
}
