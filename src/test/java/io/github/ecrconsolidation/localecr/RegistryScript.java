package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A fixed sequence of requests to any OCI registry, and what it answered to each. */
final class RegistryScript {
  private static final String REPOSITORY = "/v2/ml-platform/web";
  private static final String TARGET = "/v2/data-platform-dev";

  private final Map<String, Answer> answers = new LinkedHashMap<>();
  private final TestImage image = TestImages.image("web", 100, 200);
  private final TestBlob layer = image.blobs().getLast();
  private final RegistryHttp registry;

  /** What two registries should agree on; JSON texts of errors and lists are their own. */
  record Answer(int status, Map<String, String> headers) {
    private static final List<String> HEADERS =
        List.of("Content-Length", "Content-Type", "Docker-Content-Digest", "Link", "Range");

    static Answer of(HttpResponse<?> response) {
      var headers = new TreeMap<String, String>();
      for (var name : HEADERS) {
        response.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
      }
      if (headers.getOrDefault("Content-Type", "").startsWith("application/json")) {
        headers.keySet().removeAll(List.of("Content-Length", "Content-Type"));
      }
      return new Answer(response.statusCode(), headers);
    }
  }

  RegistryScript(RegistryHttp registry) {
    this.registry = registry;
  }

  /** The answer to every step, by its name. */
  Map<String, Answer> run() throws IOException, InterruptedException {
    blobs();
    manifests();
    mounts();
    deletions();
    return answers;
  }

  private void blobs() throws IOException, InterruptedException {
    step("ping", "GET", "/v2/");
    step("HEAD of an unknown blob", "HEAD", REPOSITORY + "/blobs/" + layer.digest());
    step("GET of an unknown blob", "GET", REPOSITORY + "/blobs/" + layer.digest());
    var start = step("start of an upload", "POST", REPOSITORY + "/blobs/uploads/");
    var sent = patch("first chunk", start, "some ");
    step("status of an upload", "GET", RegistryHttp.location(sent));
    patch("chunk at a stale location", start, "some ");
    var whole = patch("second chunk", sent, "bytes");
    var wrong = RegistryHttp.location(whole, "digest=" + layer.digest());
    step("end with a wrong digest", "PUT", wrong);
    var digest = TestBlob.of("some bytes").digest();
    step("end without a digest", "PUT", RegistryHttp.location(whole));
    step("end of an upload", "PUT", RegistryHttp.location(whole, "digest=" + digest));
    step("status of an ended upload", "GET", RegistryHttp.location(whole));
    var cancelled = step("start of another upload", "POST", REPOSITORY + "/blobs/uploads/");
    step("cancellation of an upload", "DELETE", RegistryHttp.location(cancelled));
    step("status of a cancelled upload", "GET", RegistryHttp.location(cancelled));
    step("HEAD of a blob", "HEAD", REPOSITORY + "/blobs/" + digest);
    step("GET of a blob", "GET", REPOSITORY + "/blobs/" + digest);
    step("HEAD of a digest that is none", "HEAD", REPOSITORY + "/blobs/sha256:short");
    step("blob of another repository", "HEAD", TARGET + "/blobs/" + digest);
    step("upload to a new repository", "POST", "/v2/brand-new/blobs/uploads/");
  }

  private void manifests() throws IOException, InterruptedException {
    var manifests = REPOSITORY + "/manifests/";
    step("GET of an unknown manifest", "GET", manifests + "v1");
    put("image without its layers", manifests + "v1", image.root());
    for (var blob : image.blobs()) {
      upload(blob);
    }
    put("index without its children", manifests + "index", TestImages.index(image).root());
    put("image under a wrong digest", manifests + layer.digest(), image.root());
    put("image", manifests + "v1", image.root());
    put("same image again", manifests + "v1", image.root());
    put("same image under another tag", manifests + "v2", image.root());
    put("image by digest", manifests + image.digest(), image.root());
    put("index", manifests + "index", TestImages.index(image).root());
    put("no manifest", manifests + "v3", new TestManifest("no JSON", ManifestType.OCI_MANIFEST));
    var accept = new String[] {"Accept", ManifestType.OCI_MANIFEST.mediaType()};
    for (var reference : List.of("v1", image.digest())) {
      var what = reference.equals("v1") ? "tag" : "digest";
      step("HEAD of a manifest by " + what, "HEAD", manifests + reference, accept);
      step("GET of a manifest by " + what, "GET", manifests + reference, accept);
    }
    step("tags", "GET", REPOSITORY + "/tags/list");
    step("first page of tags", "GET", REPOSITORY + "/tags/list?n=2");
    step("second page of tags", "GET", REPOSITORY + "/tags/list?last=v1&n=2");
    step("tags of an unknown repository", "GET", "/v2/nowhere/tags/list");
  }

  private void mounts() throws IOException, InterruptedException {
    var mount = TARGET + "/blobs/uploads/?from=ml-platform%2Fweb&mount=";
    step("mount", "POST", mount + layer.digest());
    step("mount of an unreferenced blob", "POST", mount + TestBlob.of("some bytes").digest());
    step("mount of an unknown blob", "POST", mount + TestBlob.of("nothing").digest());
    step("HEAD of a mounted blob", "HEAD", TARGET + "/blobs/" + layer.digest());
  }

  private void deletions() throws IOException, InterruptedException {
    var manifests = REPOSITORY + "/manifests/";
    step("DELETE of a child", "DELETE", manifests + image.digest());
    step("DELETE of an index", "DELETE", manifests + TestImages.index(image).digest());
    step("GET of a deleted index", "GET", manifests + "index");
    var unknown = TestBlob.of("nothing").digest();
    step("DELETE of an unknown manifest", "DELETE", manifests + unknown);
  }

  private void upload(TestBlob blob) throws IOException, InterruptedException {
    var start = registry.send("POST", REPOSITORY + "/blobs/uploads/");
    registry.send(
        "PUT",
        RegistryHttp.location(start, "digest=" + blob.digest()),
        BodyPublishers.ofInputStream(blob.content()));
  }

  private HttpResponse<String> patch(String name, HttpResponse<String> session, String text)
      throws IOException, InterruptedException {
    var body = BodyPublishers.ofString(text);
    return keep(name, registry.send("PATCH", RegistryHttp.location(session), body));
  }

  private void put(String name, String path, TestManifest manifest)
      throws IOException, InterruptedException {
    keep(name, registry.put(path, manifest));
  }

  private HttpResponse<String> step(String name, String method, String path, String... headers)
      throws IOException, InterruptedException {
    return keep(name, registry.send(method, path, BodyPublishers.noBody(), headers));
  }

  private HttpResponse<String> keep(String name, HttpResponse<String> response) {
    answers.put(name, Answer.of(response));
    return response;
  }
}
