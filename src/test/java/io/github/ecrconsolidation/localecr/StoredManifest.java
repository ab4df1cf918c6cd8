package io.github.ecrconsolidation.localecr;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest as it was pushed, to the byte, with what the rules need to know about it.
 *
 * @param artifactType the artifact type, or for an image without one its config's media type
 * @param blobs config and layers that must be here, without foreign layers
 * @param foreignLayers layers that may be here: a client pushes them if told to (containerd#5887)
 * @param children the digests of the manifests in an index
 */
public record StoredManifest(
    String text,
    String digest,
    ManifestType type,
    Optional<String> artifactType,
    Optional<String> subject,
    List<Descriptor> blobs,
    List<Descriptor> foreignLayers,
    List<String> children,
    Map<String, Object> annotations) {

  public StoredManifest {
    blobs = List.copyOf(blobs);
    foreignLayers = List.copyOf(foreignLayers);
    children = List.copyOf(children);
    annotations = Map.copyOf(annotations);
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
