package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Optional;

/** Where images are written. All methods throw {@link RegistryException}. */
public interface ImageTarget {

  /** The image {@code reference} points to now, in whatever storage class; empty when none. */
  Optional<Image> find(ImageReference reference);

  /** The image of this digest, in whatever storage class; empty when the repository has none. */
  Optional<Image> find(RepositoryName repository, Digest digest);

  /** Those of {@code blobs} that {@code repository} cannot serve yet. */
  List<Descriptor> missing(RepositoryName repository, List<Descriptor> blobs);

  /**
   * Lets {@code to} share a blob with {@code from}, which moves no bytes.
   *
   * @return empty when the registry mounted it; else where to upload it
   */
  Optional<UploadSession> mount(Descriptor blob, RepositoryName from, RepositoryName to);

  /**
   * Streams a blob from {@code from} into {@code session} of {@code to}, hashed on the way and
   * never whole in memory or on disk.
   */
  void upload(Descriptor blob, RepositoryName from, RepositoryName to, UploadSession session);

  /** Streams a blob that was mounted, but is not found there. */
  void uploadUnmounted(Descriptor blob, RepositoryName from, RepositoryName to);

  /**
   * Puts {@code manifest}, whose blobs and children must be there, untagged or under {@code tag}. A
   * mutable tag moves; what is there already is left as it is.
   *
   * @throws RegistryException about the image: {@code ImageTagAlreadyExistsException} when the tag
   *     is immutable and holds another digest, {@code ImageNotActive} when it is there but archived
   */
  void put(RepositoryName repository, Manifest manifest, Optional<Tag> tag);
}
