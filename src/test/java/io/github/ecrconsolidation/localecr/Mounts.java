package io.github.ecrconsolidation.localecr;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which blob of which repository was mounted from where, and when it goes. Not thread-safe. */
final class Mounts {
  private final Set<Mount> mounts = new HashSet<>();
  private final Map<Mount, Instant> doomed = new HashMap<>();

  /** A blob in {@code target} that came from {@code source} without a byte being sent. */
  record Mount(String target, String source, String digest) {}

  void add(Mount mount) {
    mounts.add(mount);
  }

  boolean isMounted(String target, String digest) {
    return mounts.stream()
        .anyMatch(mount -> mount.target.equals(target) && mount.digest.equals(digest));
  }

  /** Dooms the mounts that match; one that is doomed already keeps its date. */
  void doom(Predicate<Mount> matching, Instant at) {
    mounts.stream().filter(matching).forEach(mount -> doomed.putIfAbsent(mount, at));
  }

  /** Takes the mounts that are due. */
  List<Mount> takeDue(Instant now) {
    var due =
        doomed.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    due.forEach(doomed::remove);
    due.forEach(mounts::remove);
    return due;
  }
}
