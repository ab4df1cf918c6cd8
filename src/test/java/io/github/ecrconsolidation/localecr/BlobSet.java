package io.github.ecrconsolidation.localecr;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The blobs of one repository, and which of its images reference each. Not thread-safe. */
final class BlobSet {
  /** Each blob that is here, and the digests of the images that reference it. */
  private final Map<String, Set<String>> users = new HashMap<>();

  /** Blobs uploaded or mounted for which no manifest has come yet. */
  private final Set<String> unclaimed = new HashSet<>();

  Set<String> digests() {
    return Set.copyOf(users.keySet());
  }

  boolean contains(String blob) {
    return users.containsKey(blob);
  }

  boolean isUnclaimed(String blob) {
    return unclaimed.contains(blob);
  }

  /** The digests of the images that reference the blob. */
  Set<String> users(String blob) {
    return users.getOrDefault(blob, Set.of());
  }

  /** Takes an uploaded or mounted blob. */
  void receive(String blob) {
    users.putIfAbsent(blob, new HashSet<>());
    unclaimed.add(blob);
  }

  void claim(StoredManifest manifest) {
    for (var blob : manifest.blobs()) {
      users.computeIfAbsent(blob.digest(), _ -> new HashSet<>()).add(manifest.digest());
      unclaimed.remove(blob.digest());
    }
    for (var blob : manifest.foreignLayers()) {
      if (contains(blob.digest())) {
        users.getOrDefault(blob.digest(), new HashSet<>()).add(manifest.digest());
        unclaimed.remove(blob.digest());
      }
    }
  }

  /** Blobs no image needs "may be cleaned up at any time" (model); here that is at once. */
  void release(StoredManifest manifest) {
    for (var blob : concat(manifest.blobs(), manifest.foreignLayers())) {
      var left = users.getOrDefault(blob.digest(), new HashSet<>());
      left.remove(manifest.digest());
      if (left.isEmpty() && !unclaimed.contains(blob.digest())) {
        users.remove(blob.digest());
      }
    }
  }

  private static List<Descriptor> concat(List<Descriptor> one, List<Descriptor> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  void lose(String blob) {
    users.remove(blob);
    unclaimed.remove(blob);
  }
}
