package io.github.ecrconsolidation.prove;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image of a few hundred bytes. The same run and name give the same bytes, so that a later
 * process finds it again by its digest; another run or name gives other layers.
 *
 * @param contents the bytes of its config and layer, none for an index
 */
record ProofImage(Manifest manifest, List<Content> contents) {
  private static final MediaType IMAGE =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  private static final MediaType INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  ProofImage {
    contents = List.copyOf(contents);
  }

  /** A blob and its bytes as text. */
  record Content(String mediaType, String text) {

    byte[] bytes() {
      return text.getBytes(UTF_8);
    }

    Descriptor descriptor() {
      return new Descriptor(Digest.of(bytes()), bytes().length);
    }

    private Map<String, Object> json() {
      return ProofImage.descriptor(mediaType, descriptor().digest(), descriptor().sizeBytes());
    }
  }

  /** An image with a config and one layer. */
  static ProofImage image(ProofId id, String name) {
    return image(id, name, Optional.empty());
  }

  /** An image that refers to {@code subject}. */
  static ProofImage referrer(ProofId id, String name, ProofImage subject) {
    return image(id, name, Optional.of(subject));
  }

  private static ProofImage image(ProofId id, String name, Optional<ProofImage> subject) {
    var label = "prove %s %s".formatted(id, name);
    var config =
        new Content(
            CONFIG,
            JsonObject.write(
                ordered(
                    "architecture",
                    "amd64",
                    "os",
                    "linux",
                    "config",
                    Map.of("Labels", Map.of("name", label)),
                    "rootfs",
                    ordered("type", "layers", "diff_ids", List.of()))));
    var layer = new Content(LAYER, (label + "\n").repeat(8));
    var json =
        ordered(
            "schemaVersion",
            2,
            "mediaType",
            IMAGE.value(),
            "config",
            config.json(),
            "layers",
            List.of(layer.json()));
    subject.ifPresent(it -> json.put("subject", it.json()));
    return new ProofImage(manifest(IMAGE, json), List.of(config, layer));
  }

  /** An index of one child. */
  static ProofImage index(ProofImage child) {
    var json =
        ordered("schemaVersion", 2, "mediaType", INDEX.value(), "manifests", List.of(child.json()));
    return new ProofImage(manifest(INDEX, json), List.of());
  }

  Digest digest() {
    return manifest.digest();
  }

  /** Its config and layer. */
  List<Descriptor> blobs() {
    return manifest.blobs();
  }

  private Map<String, Object> json() {
    return descriptor(
        manifest.mediaType().value(), digest(), manifest.text().getBytes(UTF_8).length);
  }

  private static Map<String, Object> descriptor(String mediaType, Digest digest, long size) {
    return ordered("mediaType", mediaType, "digest", digest.value(), "size", size);
  }

  private static Manifest manifest(MediaType type, Map<String, Object> json) {
    var text = JsonObject.write(json);
    return Manifest.parse(Digest.of(text.getBytes(UTF_8)), type, text);
  }

  /** The order decides over the digest, which must be the same in every process. */
  private static Map<String, Object> ordered(Object... namesAndValues) {
    var members = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      members.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }
}
