package io.github.ecrconsolidation.localecr;

import java.util.Arrays;
import java.util.Optional;

/** The manifest media types ECR stores (UG, "Container image manifest format support"). */
public enum ManifestType {
  OCI_INDEX("application/vnd.oci.image.index.v1+json"),
  OCI_MANIFEST("application/vnd.oci.image.manifest.v1+json"),
  DOCKER_LIST("application/vnd.docker.distribution.manifest.list.v2+json"),
  DOCKER_MANIFEST("application/vnd.docker.distribution.manifest.v2+json"),
  DOCKER_SCHEMA_1("application/vnd.docker.distribution.manifest.v1+json"),
  DOCKER_SCHEMA_1_SIGNED("application/vnd.docker.distribution.manifest.v1+prettyjws");

  private final String mediaType;

  ManifestType(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  boolean isIndex() {
    return this == OCI_INDEX || this == DOCKER_LIST;
  }

  boolean isSchema1() {
    return this == DOCKER_SCHEMA_1 || this == DOCKER_SCHEMA_1_SIGNED;
  }

  static Optional<ManifestType> of(String mediaType) {
    return Arrays.stream(values()).filter(type -> type.mediaType.equals(mediaType)).findAny();
  }
}
