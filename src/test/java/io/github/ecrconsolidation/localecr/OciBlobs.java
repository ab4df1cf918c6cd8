package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.util.regex.Pattern;

/** Blobs and upload sessions on the registry side. */
final class OciBlobs {
  private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d+)-(\\d+)");

  private final EcrStore store;
  private final S3Origin storage;
  private final String locationBase;

  /**
   * @param locationBase what upload Locations start with: empty for relative ones (rule 13)
   */
  OciBlobs(EcrStore store, S3Origin storage, String locationBase) {
    this.store = store;
    this.storage = storage;
    this.locationBase = locationBase;
  }

  Response head(OciRequest request) throws IOException {
    request.allowQuery();
    var digest = digest(request.reference());
    store.requireBlob(request.repository(), digest);
    return Response.of(200)
        .with("Content-Type", "application/octet-stream")
        .with("Docker-Content-Digest", digest)
        .with(Body.of(store.blobFile(digest), 0, store.blobSize(digest)));
  }

  /** Rule 12: the bytes are elsewhere. */
  Response get(OciRequest request) {
    request.allowQuery();
    var digest = digest(request.reference());
    store.requireDownloadAllowed(request.repository());
    store.requireBlob(request.repository(), digest);
    store.getBlob(request.repository(), digest);
    return Response.of(307)
        .with("Location", storage.sign(request.repository(), digest).toString())
        .with("Docker-Content-Digest", digest);
  }

  /** go-containerregistry names the registry of the source too ({@code origin}). */
  Response mount(OciRequest request) throws IOException {
    request.allowQuery("mount", "from", "origin");
    var digest = digest(request.parameter("mount").orElse(""));
    var source = request.parameter("from").orElse("");
    return store.mount(request.repository(), source, digest)
        ? created(request.repository(), digest)
        : start(request);
  }

  Response start(OciRequest request) throws IOException {
    request.allowQuery("mount", "from", "origin", "digest");
    var id = store.startUpload(request.repository());
    return session(202, request.repository(), id);
  }

  /** ECR answers 201 where the DS says 202 (openai/tart#273, CR#2831). */
  Response append(OciRequest request) throws IOException {
    request.allowQuery("_state");
    var upload = store.upload(request.repository(), request.reference());
    upload.append(request.body(), firstByte(request));
    return session(201, request.repository(), request.reference());
  }

  Response finish(OciRequest request) throws IOException {
    request.allowQuery("_state", "digest");
    var digest = digest(request.parameter("digest").orElse(""));
    var upload = store.upload(request.repository(), request.reference());
    upload.requireOffset(firstByte(request));
    try {
      store.finishUpload(request.repository(), request.reference(), request.body(), digest);
    } catch (EcrException e) {
      e.unless(EcrError.LAYER_ALREADY_EXISTS);
    }
    return created(request.repository(), digest);
  }

  Response status(OciRequest request) {
    request.allowQuery("_state");
    return session(204, request.repository(), request.reference());
  }

  Response cancel(OciRequest request) throws IOException {
    request.allowQuery("_state");
    store.cancelUpload(request.repository(), request.reference());
    return Response.of(204);
  }

  /**
   * The offset is in the query of the Location, which clients have to keep and to renew after every
   * PATCH (DS, "Pushing a blob in chunks"); a Content-Range has to agree with it.
   */
  private static long firstByte(OciRequest request) {
    var offset =
        request
            .parameter("_state")
            .filter(state -> state.matches("\\d{1,18}"))
            .map(Long::parseLong)
            .orElseThrow(() ->
                EcrException.of(
                    EcrError.UPLOAD_NOT_FOUND, "the query of the Location was not kept"));
    var range = request.header("Content-Range").map(CONTENT_RANGE::matcher);
    if (range.isEmpty()) {
      return offset;
    }
    if (!range.get().matches()) {
      throw EcrException.of(EcrError.INVALID_LAYER_PART, "Content-Range must be <first>-<last>");
    }
    return Long.parseLong(range.get().group(1));
  }

  private Response session(int status, String repository, String id) {
    var size = store.upload(repository, id).size();
    var location = "/v2/%s/blobs/uploads/%s?_state=%d".formatted(repository, id, size);
    return Response.of(status)
        .with("Location", locationBase + location)
        .with("Docker-Upload-UUID", id)
        .with("Range", "0-" + Math.max(0, size - 1));
  }

  private static Response created(String repository, String digest) {
    return Response.of(201)
        .with("Location", "/v2/%s/blobs/%s".formatted(repository, digest))
        .with("Docker-Content-Digest", digest);
  }

  private static String digest(String text) {
    if (!Sha256.isDigest(text)) {
      throw EcrException.of(
          EcrError.INVALID_LAYER_DIGEST, "no SHA-256 digest: '%s'".formatted(text));
    }
    return text;
  }
}
