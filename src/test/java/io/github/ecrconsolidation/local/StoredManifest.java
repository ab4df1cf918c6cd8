package io.github.ecrconsolidation.local;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest as it was pushed, to the byte, with what the rules need to know about it.
 *
 * @param artifactType the artifact type, or for an image without one its config's media type
 * @param blobs config and layers, without foreign layers
 * @param children the digests of the manifests in an index
 */
public record StoredManifest(
    String text,
    String digest,
    ManifestType type,
    Optional<String> artifactType,
    Optional<String> subject,
    List<Descriptor> blobs,
    List<String> children,
    Map<String, Object> annotations) {

  public StoredManifest {
    blobs = List.copyOf(blobs);
    children = List.copyOf(children);
    annotations = Map.copyOf(annotations);
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
