package io.github.ecrconsolidation.ecr;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;

/**
 * ECR as one attempt sees it: the JSON API for manifests and questions, the {@code /v2/} endpoint
 * for blobs. It begins nothing after the deadline.
 */
public final class EcrMirror implements ImageSource, ImageTarget {
  /**
   * Which of the two is given for which case says nothing: reports differ, so digests decide
   * (aws-sdk#750, containers-roadmap#2179).
   */
  private static final Set<String> ALREADY_EXISTS =
      Set.of("ImageAlreadyExistsException", "ImageTagAlreadyExistsException");

  private final EcrClient ecr;
  private final DistributionClient distribution;
  private final CallContext context;

  EcrMirror(EcrClient ecr, DistributionClient distribution, CallContext context) {
    this.ecr = ecr;
    this.distribution = distribution;
    this.context = context;
  }

  @Override
  public Optional<Image> find(ImageReference reference) {
    return describe(
        reference.repository(),
        ImageIdentifier.builder().imageTag(reference.tag().value()).build(),
        reference);
  }

  @Override
  public Optional<Image> find(RepositoryName repository, Digest digest) {
    return describe(
        repository,
        ImageIdentifier.builder().imageDigest(digest.value()).build(),
        repository + "@" + digest);
  }

  /** Never BatchGetImage, which counts as a pull. */
  private Optional<Image> describe(RepositoryName repository, ImageIdentifier id, Object subject) {
    return EcrCalls.unless(
        EcrCalls.NO_SUCH_IMAGE,
        () ->
            call(
                "DescribeImages",
                subject,
                () ->
                    EcrCalls.describeImages(ecr, context, repository, List.of(id)).stream()
                        .findFirst()));
  }

  @Override
  public List<Manifest> manifests(RepositoryName repository, List<Digest> digests) {
    return EcrCalls.inBatches(
        digests,
        batch -> {
          context.deadline().check("BatchGetImage", repository);
          return ManifestAnswer.manifests(
              repository, batch, EcrCalls.batchGetImage(ecr, context, repository, batch));
        });
  }

  @Override
  public List<Descriptor> missing(RepositoryName repository, List<Descriptor> blobs) {
    var digests = blobs.stream().map(Descriptor::digest).toList();
    // What is neither reported nor AVAILABLE counts as missing: an ARCHIVED layer cannot be pulled.
    var available =
        EcrCalls.inBatches(digests, batch -> EcrCalls.layers(ecr, context, repository, batch))
            .stream()
            .filter(layer -> layer.layerAvailability() == LayerAvailability.AVAILABLE)
            .map(layer -> new Digest(layer.layerDigest()))
            .collect(toSet());
    return blobs.stream().filter(blob -> !available.contains(blob.digest())).toList();
  }

  @Override
  public Optional<UploadSession> mount(Descriptor blob, RepositoryName from, RepositoryName to) {
    return distribution.mount(blob, from, to, context);
  }

  @Override
  public void upload(
      Descriptor blob, RepositoryName from, RepositoryName to, UploadSession session) {
    distribution.upload(blob, from, to, session, context);
  }

  @Override
  public void uploadUnmounted(Descriptor blob, RepositoryName from, RepositoryName to) {
    distribution.uploadUnmounted(blob, from, to, context);
  }

  @Override
  public void put(RepositoryName repository, Manifest manifest, Optional<Tag> tag) {
    var subject = repository + tag.map(t -> ":" + t).orElse("") + "@" + manifest.digest();
    try {
      context.deadline().check("PutImage", subject);
      EcrCalls.putImage(ecr, context, repository, manifest, tag);
    } catch (RegistryException e) {
      if (!ALREADY_EXISTS.contains(e.code())) {
        throw e;
      }
      requireThere(repository, manifest, tag, subject);
    }
  }

  /**
   * What is there already may be another image, or one that cannot be pulled. An untagged manifest
   * is requested only if it has no index: a child in the archive shows when its index is put.
   */
  private void requireThere(
      RepositoryName repository, Manifest manifest, Optional<Tag> tag, String subject) {
    if (tag.isEmpty() && manifest.subject().isEmpty()) {
      return;
    }
    var found =
        tag.map(t -> find(new ImageReference(repository, t)))
            .orElseGet(() -> find(repository, manifest.digest()));
    if (found.filter(image -> image.digest().equals(manifest.digest())).isEmpty()) {
      throw alreadyThere(
          subject,
          "ImageTagAlreadyExistsException",
          "the tag is immutable and holds %s; delete it there if it is wrong, or exclude it from immutability"
              .formatted(found.map(Image::digest).map(Digest::value).orElse("nothing any more")));
    }
    if (!found.get().isActive()) {
      throw alreadyThere(
          subject,
          RegistryCode.NOT_ACTIVE,
          "it is there, but %s; restore it with UpdateImageStorageClass (STANDARD)"
              .formatted(found.get().status()));
    }
  }

  private static RegistryException alreadyThere(String subject, String code, String text) {
    return RegistryException.answered("PutImage", subject, 400, code, text);
  }

  private <T> T call(String operation, Object subject, Supplier<T> call) {
    context.deadline().check(operation, subject);
    return EcrCalls.call(operation, subject, call);
  }
}
