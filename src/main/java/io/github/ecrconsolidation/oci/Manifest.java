package io.github.ecrconsolidation.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ecrconsolidation.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest as the exact text the registry holds, and what it refers to. The text is never written
 * anew: its bytes are what the digest, and so every signature, refers to.
 *
 * @param digest SHA-256 of the text in UTF-8
 * @param mediaType as the registry states it; the text itself need not say
 * @param children of an index, the manifests it lists; else empty
 * @param blobs of an image, the config and layers that the registry must hold
 * @param foreignLayers of an image, layers with non-empty {@code urls}: a registry need not hold
 *     them, but does when the client pushed them nevertheless (OCI image spec 1.1,
 *     "Non-Distributable Layers"; containerd#5887)
 * @param subject of a referrer, the manifest it speaks of; empty for one that ECR cannot hold, by
 *     its digest
 */
public record Manifest(
    Digest digest,
    MediaType mediaType,
    String text,
    List<Digest> children,
    List<Descriptor> blobs,
    List<Descriptor> foreignLayers,
    Optional<Digest> subject) {

  public Manifest {
    children = List.copyOf(children);
    blobs = List.copyOf(blobs);
    foreignLayers = List.copyOf(foreignLayers);
  }

  /**
   * Reads what {@code text} refers to.
   *
   * @throws IllegalArgumentException when the text does not have {@code digest}, or is no image or
   *     index in the form of its media type
   */
  public static Manifest parse(Digest digest, MediaType mediaType, String text) {
    var found = Digest.of(text.getBytes(UTF_8));
    if (!found.equals(digest)) {
      throw new IllegalArgumentException("manifest %s has digest %s".formatted(digest, found));
    }
    var json = JsonObject.parse(text);
    return new Manifest(
        digest,
        mediaType,
        text,
        mediaType.isIndex() ? digests(json.objects("manifests")) : List.of(),
        mediaType.isImage() ? blobs(json, false) : List.of(),
        mediaType.isImage() ? blobs(json, true) : List.of(),
        json.object("subject").flatMap(it -> it.text("digest")).flatMap(Digest::read));
  }

  private static List<Digest> digests(List<JsonObject> descriptors) {
    return descriptors.stream().map(Manifest::digest).distinct().toList();
  }

  private static List<Descriptor> blobs(JsonObject json, boolean foreign) {
    return Stream.concat(json.object("config").stream(), json.objects("layers").stream())
        .filter(descriptor -> !descriptor.texts("urls").isEmpty() == foreign)
        .map(Manifest::descriptor)
        .distinct()
        .toList();
  }

  private static Descriptor descriptor(JsonObject json) {
    return new Descriptor(digest(json), json.number("size").orElseThrow(() -> lacks("size")));
  }

  private static Digest digest(JsonObject descriptor) {
    return new Digest(descriptor.text("digest").orElseThrow(() -> lacks("digest")));
  }

  private static IllegalArgumentException lacks(String member) {
    return new IllegalArgumentException("a descriptor lacks its " + member);
  }
}
