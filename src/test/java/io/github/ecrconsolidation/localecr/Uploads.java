package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The open upload sessions, each bound to its repository (rule 13). */
final class Uploads {
  private final Map<String, Upload> sessions = new ConcurrentHashMap<>();
  private final BlobFiles files;

  Uploads(BlobFiles files) {
    this.files = files;
  }

  String start(String repository) throws IOException {
    var id = UUID.randomUUID().toString();
    sessions.put(id, new Upload(repository, files.unfinished()));
    return id;
  }

  Upload find(String repository, String id) {
    return Optional.ofNullable(sessions.get(id))
        .filter(upload -> upload.repository().equals(repository))
        .orElseThrow(() -> EcrException.of(EcrError.UPLOAD_NOT_FOUND, "no upload " + id + " here"));
  }

  /** Puts the bytes where blobs are; whose they are is for the caller to say. */
  void finish(String repository, String id, InputStream lastPart, String digest)
      throws IOException {
    files.keep(find(repository, id).finish(lastPart, digest), digest);
    sessions.remove(id);
  }

  void cancel(String repository, String id) throws IOException {
    find(repository, id).cancel();
    sessions.remove(id);
  }
}
