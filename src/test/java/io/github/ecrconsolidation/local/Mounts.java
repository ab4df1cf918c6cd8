package io.github.ecrconsolidation.local;

import java.util.HashSet;
import java.util.Set;

/** Which blob of which repository was mounted from where. Not thread-safe. */
final class Mounts {
  private final Set<Mount> mounts = new HashSet<>();

  private record Mount(String target, String source, String digest) {}

  void add(String target, String source, String digest) {
    mounts.add(new Mount(target, source, digest));
  }

  boolean isMounted(String target, String digest) {
    return mounts.stream()
        .anyMatch(mount -> mount.target.equals(target) && mount.digest.equals(digest));
  }
}
