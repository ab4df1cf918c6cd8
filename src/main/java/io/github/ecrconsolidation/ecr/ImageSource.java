package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.List;
import java.util.Optional;

/** Where images are read. All methods throw {@link RegistryException}. */
public interface ImageSource {

  /** The image {@code reference} points to now, in whatever storage class; empty when none. */
  Optional<Image> find(ImageReference reference);

  /** The image of this digest, in whatever storage class; empty when the repository has none. */
  Optional<Image> find(RepositoryName repository, Digest digest);

  /**
   * The manifests of these digests, in no particular order, each checked against its digest. This
   * is a pull: it moves {@code lastRecordedPullTime}.
   */
  List<Manifest> manifests(RepositoryName repository, List<Digest> digests);

  /** Those of {@code blobs} that {@code repository} cannot serve. */
  List<Descriptor> missing(RepositoryName repository, List<Descriptor> blobs);
}
