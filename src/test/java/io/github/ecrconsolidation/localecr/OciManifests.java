package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Manifests, tags and referrers on the registry side. */
final class OciManifests {
  private final EcrStore store;
  private final Clock clock;
  private final Paging paging;

  OciManifests(EcrStore store, Clock clock, Paging paging) {
    this.store = store;
    this.clock = clock;
    this.paging = paging;
  }

  /** GET is a pull, HEAD is not. */
  Response get(OciRequest request) {
    request.allowQuery();
    var id = id(request);
    var image =
        request.method().equals("HEAD")
            ? store.findActive(request.repository(), id)
            : store.getManifest(request.repository(), id);
    var accepted =
        request.exchange().getRequestHeaders().getOrDefault("Accept", List.of()).stream()
            .flatMap(line -> Stream.of(line.split(",", -1)))
            .map(type -> type.replaceFirst(";.*", "").strip())
            .toList();
    var manifest =
        id.digest().isPresent()
            ? image.manifest()
            : ManifestConversion.acceptable(image.manifest(), accepted);
    return Response.of(200, manifest.type().mediaType(), manifest.text())
        .with("Docker-Content-Digest", manifest.digest());
  }

  /** What is there already is no error on this side, unless a tag is immutable. */
  Response put(OciRequest request) throws IOException {
    request.allowQuery();
    var id = id(request);
    var manifest = ManifestParser.parse(body(request), request.header("Content-Type"));
    try {
      store.putImage(request.repository(), manifest, id.tag(), id.digest());
    } catch (EcrException e) {
      e.unless(EcrError.IMAGE_ALREADY_EXISTS);
    }
    var location = "/v2/%s/manifests/%s".formatted(request.repository(), manifest.digest());
    var response =
        Response.of(201)
            .with("Location", location)
            .with("Docker-Content-Digest", manifest.digest());
    return manifest
        .subject()
        .map(subject -> response.with("OCI-Subject", subject))
        .orElse(response);
  }

  /** Bytes that are no UTF-8 would not survive the JSON API, whose manifests are strings. */
  private static String body(OciRequest request) throws IOException {
    var bytes = request.body().readNBytes(ManifestParser.LARGEST + 1);
    var text = new String(bytes, StandardCharsets.UTF_8);
    ManifestJson.require(Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes), "not UTF-8");
    return text;
  }

  /** ECR has this since 2023 (CR#1229); a tag behaves as in BatchDeleteImage. */
  Response delete(OciRequest request) {
    request.allowQuery();
    var deletion = store.deleteImages(request.repository(), List.of(id(request)));
    for (var failure : deletion.failures()) {
      throw EcrException.of(failure.error(), failure.reason());
    }
    return Response.of(202);
  }

  Response tags(OciRequest request) {
    request.allowQuery("n", "last");
    var size = request.parameter("n").map(OciManifests::pageSize).orElse(paging.defaultSize());
    var page =
        Page.of(
            store.tags(request.repository()).keySet().stream(),
            Function.identity(),
            new Page.Request(
                request.parameter("last").orElse(""), Math.min(size, paging.largest())));
    var body = new Output().with("name", request.repository()).with("tags", page.rows());
    var response = Response.of(200, "application/json", body.toJson());
    return page.last()
        .map(last -> response.with("Link", next(request, "n=%d&last=%s".formatted(size, last))))
        .orElse(response);
  }

  /** The names of all repositories, by pages; clients such as {@code crane catalog} ask for it. */
  Response catalog(OciRequest request) {
    request.allowQuery("n", "last");
    var size = request.parameter("n").map(OciManifests::pageSize).orElse(paging.defaultSize());
    var page =
        Page.of(
            store.repositories().stream().map(repository -> repository.settings().name()).sorted(),
            Function.identity(),
            new Page.Request(
                request.parameter("last").orElse(""), Math.min(size, paging.largest())));
    var response =
        Response.of(
            200, "application/json", new Output().with("repositories", page.rows()).toJson());
    return page.last()
        .map(last -> response.with("Link", next(request, "n=%d&last=%s".formatted(size, last))))
        .orElse(response);
  }

  /** More than 1000 is an error on ECR (go-containerregistry#1091). */
  private static int pageSize(String n) {
    if (!n.matches("\\d{1,3}|1000")) {
      throw EcrException.of(EcrError.INVALID_PARAMETER, "n must be between 0 and 1000");
    }
    return Integer.parseInt(n);
  }

  Response referrers(OciRequest request) {
    request.allowQuery("artifactType", "nextToken");
    if (!Sha256.isDigest(request.reference())) {
      throw EcrException.of(EcrError.INVALID_IMAGE_DIGEST, "no digest: " + request.reference());
    }
    var wanted = request.parameter("artifactType");
    var found =
        store.referrers(request.repository(), request.reference()).stream()
            .filter(image -> image.isActive(clock.instant()))
            .map(StoredImage::manifest)
            .filter(manifest -> wanted.isEmpty() || wanted.equals(manifest.artifactType()));
    var page =
        Page.of(
            found,
            StoredManifest::digest,
            Page.Request.ofToken(
                request.parameter("nextToken"), Math.min(paging.defaultSize(), paging.largest())));
    var index =
        new Output()
            .with("schemaVersion", 2)
            .with("mediaType", ManifestType.OCI_INDEX.mediaType())
            .with("manifests", page.rows().stream().map(Wire::referrer).toList());
    var response = Response.of(200, ManifestType.OCI_INDEX.mediaType(), index.toJson());
    var filtered =
        wanted.isPresent() ? response.with("OCI-Filters-Applied", "artifactType") : response;
    var kept =
        wanted
            .map(type -> "artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8) + "&")
            .orElse("");
    return page.nextToken()
        .map(token -> filtered.with("Link", next(request, kept + "nextToken=" + encoded(token))))
        .orElse(filtered);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String next(OciRequest request, String query) {
    return "<%s?%s>; rel=\"next\"".formatted(request.exchange().getRequestURI().getPath(), query);
  }

  /** No OCI client can address a longer tag (DS). */
  private static ImageId id(OciRequest request) {
    var reference = request.reference();
    if (reference.contains(":")) {
      return ImageId.ofDigest(reference);
    }
    if (reference.length() > 128) {
      throw EcrException.of(EcrError.INVALID_IMAGE_TAG, "a tag of more than 128 characters");
    }
    return new ImageId(Optional.empty(), Optional.of(reference));
  }
}
