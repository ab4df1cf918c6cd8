package io.github.ecrconsolidation.localecr;

import java.util.List;

/** How a batch deletion ended, id by id; failures come inside a successful answer (rule 5). */
record Deletion(List<Removed> removed, List<Failure> failures) {
  record Removed(ImageId id, StoredManifest manifest) {}

  record Failure(ImageId id, EcrError error, String reason) {}
}
