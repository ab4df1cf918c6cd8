package io.github.ecrconsolidation.localecr;

import java.util.List;
import java.util.Optional;

/**
 * A manifest asked for by tag comes in a format the caller accepts, translated if need be, and then
 * has another digest (UG, "Container image manifest format support"). By digest it never is.
 */
final class ManifestConversion {
  private static final List<String> DOCKER =
      List.of(
          ManifestType.DOCKER_MANIFEST.mediaType(),
          "application/vnd.docker.container.image.v1+json",
          "application/vnd.docker.image.rootfs.diff.tar.gzip");
  private static final List<String> OCI =
      List.of(
          ManifestType.OCI_MANIFEST.mediaType(),
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.oci.image.layer.v1.tar+gzip");

  private ManifestConversion() {}

  static StoredManifest acceptable(StoredManifest stored, List<String> accepted) {
    if (accepted.isEmpty() || accepts(accepted, stored.type())) {
      return stored;
    }
    if (stored.type() == ManifestType.DOCKER_MANIFEST
        && accepts(accepted, ManifestType.OCI_MANIFEST)) {
      return translated(stored, DOCKER, OCI);
    }
    if (stored.type() == ManifestType.OCI_MANIFEST
        && accepts(accepted, ManifestType.DOCKER_MANIFEST)) {
      return translated(stored, OCI, DOCKER);
    }
    return stored;
  }

  private static boolean accepts(List<String> accepted, ManifestType type) {
    return accepted.contains(type.mediaType()) || accepted.contains("*/*");
  }

  private static StoredManifest translated(
      StoredManifest stored, List<String> from, List<String> to) {
    var text = stored.text();
    for (var i = 0; i < from.size(); i++) {
      text = text.replace(from.get(i), to.get(i));
    }
    return ManifestParser.parse(text, Optional.of(to.getFirst()));
  }
}
