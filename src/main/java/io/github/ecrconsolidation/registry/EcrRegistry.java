package io.github.ecrconsolidation.registry;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;

/**
 * ECR as one attempt sees it: the JSON API for manifests and questions, the {@code /v2/} endpoint
 * for blobs.
 */
public final class EcrRegistry implements ImageSource, ImageTarget {
  /** Most ids or layers in one call (ECR API reference). */
  private static final int BATCH = 100;

  private static final int PARALLEL_CALLS = 4;

  /**
   * Which of the two is given for which case says nothing: reports differ, so digests decide
   * (aws-sdk#750, containers-roadmap#2179).
   */
  private static final Set<String> ALREADY_EXISTS =
      Set.of("ImageAlreadyExistsException", "ImageTagAlreadyExistsException");

  private final EcrClient ecr;
  private final DistributionClient distribution;
  private final Attempt attempt;

  EcrRegistry(EcrClient ecr, DistributionClient distribution, Attempt attempt) {
    this.ecr = ecr;
    this.distribution = distribution;
    this.attempt = attempt;
  }

  @Override
  public Optional<Image> find(ImageReference reference) {
    return describe(
        reference.repository(), ImageIdentifier.builder().imageTag(reference.tag().value()));
  }

  @Override
  public Optional<Image> find(RepositoryName repository, Digest digest) {
    return describe(repository, ImageIdentifier.builder().imageDigest(digest.value()));
  }

  /** Never BatchGetImage, which counts as a pull; without a filter ECR hides archived images. */
  private Optional<Image> describe(RepositoryName repository, ImageIdentifier.Builder id) {
    try {
      return EcrCalls.call(
          "DescribeImages",
          repository,
          () ->
              ecr
                  .describeImages(request ->
                      request
                          .repositoryName(repository.value())
                          .imageIds(id.build())
                          .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY))
                          .overrideConfiguration(EcrCalls.within(attempt)))
                  .imageDetails()
                  .stream()
                  .findFirst()
                  .map(ImageDetails::image));
    } catch (RegistryException e) {
      if (e.code().equals("ImageNotFoundException")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<Manifest> manifests(RepositoryName repository, List<Digest> digests) {
    return batches(digests)
        .gather(Gatherers.mapConcurrent(PARALLEL_CALLS, batch -> batchGet(repository, batch)))
        .flatMap(List::stream)
        .toList();
  }

  private List<Manifest> batchGet(RepositoryName repository, List<Digest> digests) {
    var response = EcrCalls.batchGetImage(ecr, attempt, repository, digests);
    response.failures().stream()
        .findFirst()
        .ifPresent(failure -> {
          throw refused(repository, failure);
        });
    return response.images().stream()
        .map(image ->
            manifest(
                repository,
                new Digest(image.imageId().imageDigest()),
                new MediaType(image.imageManifestMediaType()),
                image.imageManifest()))
        .toList();
  }

  private static Manifest manifest(
      RepositoryName repository, Digest digest, MediaType mediaType, String text) {
    try {
      return Manifest.parse(digest, mediaType, text);
    } catch (IllegalArgumentException e) {
      throw RegistryException.failed(
          "BatchGetImage",
          repository + "@" + digest,
          RegistryException.UNEXPECTED_ANSWER,
          String.valueOf(e.getMessage()),
          e);
    }
  }

  private static RegistryException refused(RepositoryName repository, ImageFailure failure) {
    return RegistryException.answered(
        "BatchGetImage",
        repository + "@" + failure.imageId().imageDigest(),
        200,
        failure.failureCodeAsString(),
        String.valueOf(failure.failureReason()));
  }

  @Override
  public List<Descriptor> missing(RepositoryName repository, List<Descriptor> blobs) {
    return batches(blobs)
        .gather(Gatherers.mapConcurrent(PARALLEL_CALLS, batch -> unavailable(repository, batch)))
        .flatMap(List::stream)
        .toList();
  }

  private List<Descriptor> unavailable(RepositoryName repository, List<Descriptor> blobs) {
    var byDigest = blobs.stream().collect(toMap(blob -> blob.digest().value(), identity()));
    var response =
        EcrCalls.call(
            "BatchCheckLayerAvailability",
            repository,
            () ->
                ecr.batchCheckLayerAvailability(request ->
                    request
                        .repositoryName(repository.value())
                        .layerDigests(byDigest.keySet())
                        .overrideConfiguration(EcrCalls.within(attempt))));
    // What is neither reported nor AVAILABLE counts as missing: ARCHIVED layers serve nobody.
    response.layers().stream()
        .filter(layer -> layer.layerAvailability() == LayerAvailability.AVAILABLE)
        .forEach(layer -> byDigest.remove(layer.layerDigest()));
    return List.copyOf(byDigest.values());
  }

  @Override
  public void transfer(Descriptor blob, RepositoryName from, RepositoryName to) {
    distribution.transfer(blob, from, to, attempt);
  }

  @Override
  public void put(RepositoryName repository, Manifest manifest, Optional<Tag> tag) {
    var subject = repository + tag.map(t -> ":" + t).orElse("") + "@" + manifest.digest();
    try {
      EcrCalls.call(
          "PutImage",
          subject,
          () ->
              ecr.putImage(request ->
                  request
                      .repositoryName(repository.value())
                      .imageManifest(manifest.text())
                      .imageManifestMediaType(manifest.mediaType().value())
                      .imageDigest(manifest.digest().value())
                      .imageTag(tag.map(Tag::value).orElse(null))
                      .overrideConfiguration(EcrCalls.within(attempt))));
    } catch (RegistryException e) {
      if (!ALREADY_EXISTS.contains(e.code())) {
        throw e;
      }
      var held = tag.flatMap(t -> find(new ImageReference(repository, t))).map(Image::digest);
      if (tag.isPresent() && !held.equals(Optional.of(manifest.digest()))) {
        throw RegistryException.answered(
            "PutImage",
            subject,
            400,
            "ImageTagAlreadyExistsException",
            "the tag is immutable and holds %s; delete it there if it is wrong, or exclude it from immutability"
                .formatted(held.map(Digest::value).orElse("nothing any more")));
      }
    }
  }

  private static <T> Stream<List<T>> batches(List<T> items) {
    return items.stream().gather(Gatherers.windowFixed(BATCH));
  }
}
