package io.github.ecrconsolidation.oci;

import java.util.List;
import java.util.Set;

/** The media type of a manifest or of what it describes, as the registry states it. */
public record MediaType(String value) {
  private static final Set<String> INDEXES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> IMAGES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> SCHEMA_1 =
      Set.of(
          "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws");

  /**
   * Every manifest type ECR stores. Asked for all of them, ECR returns what it holds and converts
   * nothing (ECR user guide, "Container image manifest format support").
   */
  public static final List<String> ALL_MANIFESTS =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws");

  /** A list of manifests: an OCI index or a Docker manifest list. */
  public boolean isIndex() {
    return INDEXES.contains(value);
  }

  /** A config and layers: an OCI image manifest or a Docker schema 2 manifest. */
  public boolean isImage() {
    return IMAGES.contains(value);
  }

  /**
   * Docker's schema 1, whose digest leaves its signatures out, so that no client can push the same
   * bytes again.
   */
  public boolean isSchema1() {
    return SCHEMA_1.contains(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
