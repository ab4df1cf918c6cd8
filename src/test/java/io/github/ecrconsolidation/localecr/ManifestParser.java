package io.github.ecrconsolidation.localecr;

import static io.github.ecrconsolidation.localecr.ManifestJson.invalid;
import static io.github.ecrconsolidation.localecr.ManifestJson.object;
import static io.github.ecrconsolidation.localecr.ManifestJson.require;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/**
 * Reads manifests and refuses what ECR's strict schema check refuses; ECR calls all of it "Invalid
 * JSON syntax".
 */
final class ManifestParser {
  /** The model's limit for imageManifest, in characters. */
  static final int LARGEST = 4 << 20;

  private final String text;
  private final ManifestType type;
  private final Map<String, Object> json;

  private ManifestParser(String text, ManifestType type, Map<String, Object> json) {
    this.text = text;
    this.type = type;
    this.json = json;
  }

  /**
   * @param declared the media type sent beside the manifest; needed if the manifest, as OCI allows,
   *     has none inside (containers/image#584)
   */
  static StoredManifest parse(String text, Optional<String> declared) {
    require(text.length() <= LARGEST, "the manifest is larger than 4 MiB");
    var json = object(text);
    var inside = Optional.ofNullable(json.get("mediaType")).map(Object::toString);
    var type =
        inside.or(() -> declared).flatMap(ManifestType::of).orElseThrow(() -> invalid("mediaType"));
    require(
        declared.isEmpty() || declared.get().equals(type.mediaType()),
        "the declared media type is not the manifest's");
    var version = type.isSchema1() ? 1 : 2;
    require(Integer.valueOf(version).equals(json.get("schemaVersion")), "schemaVersion");
    return new ManifestParser(text, type, json).parse();
  }

  private StoredManifest parse() {
    if (type.isSchema1()) {
      return schema1();
    }
    return type.isIndex() ? index() : image();
  }

  private StoredManifest image() {
    var fields = field("config").orElseThrow(() -> invalid("config"));
    var config = Descriptor.parse("config", fields);
    requireWithout("annotations", fields); // goharbor/acceleration-service#353
    var layers = list("layers").map(layer -> Descriptor.parse("layer", layer)).toList();
    require(!layers.isEmpty(), "an image without layers"); // CR#876
    var blobs = new ArrayList<Descriptor>();
    blobs.add(config);
    layers.stream().filter(layer -> !layer.isForeign()).forEach(blobs::add);
    var foreign = layers.stream().filter(Descriptor::isForeign).toList();
    var artifactType = field("artifactType").map(Object::toString).orElse(config.mediaType());
    return manifest(digest(text), Optional.of(artifactType), blobs, foreign, List.of());
  }

  private StoredManifest index() {
    var children =
        list("manifests")
            .map(child -> Descriptor.parse("manifest", child).digest())
            .distinct()
            .toList();
    var artifactType = field("artifactType").map(Object::toString);
    return manifest(digest(text), artifactType, List.of(), List.of(), children);
  }

  private StoredManifest schema1() {
    var blobs =
        list("fsLayers")
            .map(layer -> layer instanceof Map<?, ?> fields ? fields.get("blobSum") : layer)
            .map(sum -> new Descriptor("application/octet-stream", String.valueOf(sum), 0))
            .toList();
    var signed = type == ManifestType.DOCKER_SCHEMA_1_SIGNED;
    var payload = signed ? SignedPayload.of(text, list("signatures")) : text;
    return manifest(digest(payload), Optional.empty(), blobs, List.of(), List.of());
  }

  private StoredManifest manifest(
      String digest,
      Optional<String> artifactType,
      List<Descriptor> blobs,
      List<Descriptor> foreignLayers,
      List<String> children) {
    return new StoredManifest(
        text, digest, type, artifactType, subject(), blobs, foreignLayers, children, annotations());
  }

  private Optional<String> subject() {
    var subject = field("subject");
    subject.ifPresent(fields -> requireWithout("platform", fields)); // dragonflyoss/nydus#1691
    return subject.map(fields -> Descriptor.parse("subject", fields).digest());
  }

  private Map<String, Object> annotations() {
    return field("annotations")
        .map(annotations -> object(JSON.std.asString(annotations)))
        .orElse(Map.of());
  }

  private Optional<Object> field(String name) {
    return Optional.ofNullable(json.get(name));
  }

  private Stream<?> list(String name) {
    if (json.get(name) instanceof List<?> list) {
      return list.stream();
    }
    throw invalid(name);
  }

  private static String digest(String text) {
    return Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireWithout(String name, Object descriptor) {
    require(
        descriptor instanceof Map<?, ?> fields && !fields.containsKey(name),
        "a descriptor with " + name);
  }
}
