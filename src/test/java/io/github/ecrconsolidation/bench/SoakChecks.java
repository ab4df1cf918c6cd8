package io.github.ecrconsolidation.bench;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.localecr.EcrStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** What has to hold of the consolidated repository, whatever was pushed. */
record SoakChecks(EcrStore store) {

  /** What the graph below a manifest lacks. */
  List<String> holes(String root) {
    var digests = store.digests(SoakRegistry.CONSOLIDATED);
    var blobs = store.blobs(SoakRegistry.CONSOLIDATED);
    var holes = new ArrayList<String>();
    var seen = new HashSet<String>();
    var next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      var digest = next.pop();
      if (!digests.contains(digest)) {
        holes.add("%s is there without %s".formatted(root, digest));
      } else if (seen.add(digest)) {
        var manifest = JsonObject.parse(store.manifest(SoakRegistry.CONSOLIDATED, digest));
        manifest.objects("manifests").stream()
            .flatMap(child -> child.text("digest").stream())
            .forEach(next::push);
        blobs(manifest)
            .filter(blob -> !blobs.contains(blob))
            .forEach(blob -> holes.add("%s is there without %s".formatted(root, blob)));
      }
    }
    return holes;
  }

  /** A layer from elsewhere may be there or not. */
  private static Stream<String> blobs(JsonObject manifest) {
    return Stream.concat(
            manifest.object("config").stream(),
            manifest.objects("layers").stream().filter(layer -> layer.texts("urls").isEmpty()))
        .flatMap(blob -> blob.text("digest").stream());
  }

  /** Same bytes, whole graphs, and no tag of another prefix. */
  List<String> all() {
    var found = new ArrayList<String>();
    store.digests(SoakRegistry.CONSOLIDATED).forEach(digest -> found.addAll(holes(digest)));
    for (var legacy : SoakRegistry.repositories()) {
      var common = store.digests(legacy);
      common.retainAll(store.digests(SoakRegistry.CONSOLIDATED));
      common.stream()
          .filter(digest ->
              !store
                  .manifest(legacy, digest)
                  .equals(store.manifest(SoakRegistry.CONSOLIDATED, digest)))
          .forEach(digest -> found.add("other bytes: " + digest));
    }
    var prefixes =
        SoakRegistry.repositories().stream()
            .map(name -> name.substring("ml-platform/".length()).replace('/', '-') + "-")
            .toList();
    store.tags(SoakRegistry.CONSOLIDATED).keySet().stream()
        .filter(tag -> !tag.startsWith("sha256-") && prefixes.stream().noneMatch(tag::startsWith))
        .forEach(tag -> found.add("tag of no repository: " + tag));
    return found;
  }
}
