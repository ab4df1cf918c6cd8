package io.github.ecrconsolidation.registry;

import static java.util.stream.Collectors.toMap;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.HeldImage;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.MediaType;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/**
 * What the clean-up asks and does, as one attempt: images with their history, deletion by digest,
 * the archive. It never deletes by tag, never by force. All methods throw {@link
 * RegistryException}.
 */
public final class Housekeeping {
  /** Most ids in one call (ECR API reference). */
  public static final int BATCH = 100;

  private static final int PARALLEL_CALLS = 4;

  private final EcrClient ecr;
  private final DistributionClient distribution;
  private final Attempt attempt;

  Housekeeping(EcrClient ecr, DistributionClient distribution, Attempt attempt) {
    this.ecr = ecr;
    this.distribution = distribution;
    this.attempt = attempt;
  }

  /**
   * How a deletion ended.
   *
   * @param deleted each digest that is gone, with the tags it took along
   * @param refused each digest that is not, with ECR's failure code
   */
  public record Deletion(Map<Digest, Set<String>> deleted, Map<Digest, String> refused) {

    public Deletion {
      deleted = Map.copyOf(deleted);
      refused = Map.copyOf(refused);
    }
  }

  /** All images of {@code repository}, those in the archive included. Not a pull. */
  public List<HeldImage> images(RepositoryName repository) {
    var images = new ArrayList<HeldImage>();
    // A hundred thousand images have a handful of media types: one text for each is enough.
    var mediaTypes = new HashMap<MediaType, MediaType>();
    EcrCalls.eachImage(
        ecr,
        attempt,
        repository,
        detail -> {
          var held = ImageDetails.held(detail);
          images.add(held.as(mediaTypes.computeIfAbsent(held.image().mediaType(), type -> type)));
        });
    return images;
  }

  /** Those of {@code digests} that {@code repository} has now. Not a pull. */
  public List<HeldImage> describe(RepositoryName repository, Collection<Digest> digests) {
    return digests.stream()
        .distinct()
        .gather(Gatherers.windowFixed(BATCH))
        .gather(Gatherers.mapConcurrent(PARALLEL_CALLS, ids -> details(repository, ids).toList()))
        .flatMap(List::stream)
        .map(ImageDetails::held)
        .toList();
  }

  /** One id that is not there fails a whole call, without saying which: so it is halved. */
  private Stream<ImageDetail> details(RepositoryName repository, List<Digest> digests) {
    try {
      return EcrCalls.call(
          "DescribeImages",
          repository,
          () ->
              ecr
                  .describeImages(request ->
                      EcrCalls.ofEveryStatus(request, attempt, repository)
                          .imageIds(EcrCalls.ids(digests)))
                  .imageDetails()
                  .stream());
    } catch (RegistryException e) {
      if (!e.code().equals("ImageNotFoundException")) {
        throw e;
      }
      var half = digests.size() / 2;
      return half == 0
          ? Stream.empty()
          : Stream.concat(
              details(repository, digests.subList(0, half)),
              details(repository, digests.subList(half, digests.size())));
    }
  }

  /**
   * The manifests of these digests, each checked against its digest; one that can not be read is
   * left out. This is a pull: it moves {@code lastRecordedPullTime}.
   */
  public List<Manifest> manifests(RepositoryName repository, Collection<Digest> digests) {
    return digests.stream()
        .distinct()
        .gather(Gatherers.windowFixed(BATCH))
        .gather(Gatherers.mapConcurrent(PARALLEL_CALLS, batch -> readable(repository, batch)))
        .flatMap(List::stream)
        .toList();
  }

  private List<Manifest> readable(RepositoryName repository, List<Digest> digests) {
    attempt.deadline().check("BatchGetImage", repository);
    return EcrCalls.batchGetImage(ecr, attempt, repository, digests).images().stream()
        .flatMap(image ->
            parsed(
                image.imageId().imageDigest(),
                image.imageManifestMediaType(),
                image.imageManifest())
                .stream())
        .toList();
  }

  private static Optional<Manifest> parsed(String digest, String mediaType, String text) {
    try {
      return Optional.of(Manifest.parse(new Digest(digest), new MediaType(mediaType), text));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** The resource tags of {@code repository}. */
  public Map<String, String> resourceTags(RepositoryName repository) {
    var arn =
        EcrCalls.call(
            "DescribeRepositories",
            repository,
            () ->
                ecr.describeRepositories(request ->
                        request
                            .repositoryNames(repository.value())
                            .overrideConfiguration(EcrCalls.within(attempt)))
                    .repositories()
                    .getFirst()
                    .repositoryArn());
    return EcrCalls.call(
        "ListTagsForResource",
        repository,
        () ->
            ecr
                .listTagsForResource(request ->
                    request.resourceArn(arn).overrideConfiguration(EcrCalls.within(attempt)))
                .tags()
                .stream()
                .collect(toMap(tag -> tag.key(), tag -> tag.value())));
  }

  /**
   * Deletes these images and all their tags, for good.
   *
   * @param digests at most {@link #BATCH}
   */
  public Deletion delete(RepositoryName repository, List<Digest> digests) {
    attempt.deadline().check("BatchDeleteImage", repository);
    var answer =
        EcrCalls.call(
            "BatchDeleteImage",
            repository,
            () ->
                ecr.batchDeleteImage(request ->
                    request
                        .repositoryName(repository.value())
                        .imageIds(EcrCalls.ids(digests))
                        .overrideConfiguration(EcrCalls.within(attempt))));
    var deleted = new HashMap<Digest, Set<String>>();
    for (var id : answer.imageIds()) {
      var tags = deleted.computeIfAbsent(new Digest(id.imageDigest()), _ -> new HashSet<>());
      Optional.ofNullable(id.imageTag()).ifPresent(tags::add);
    }
    var refused = new HashMap<Digest, String>();
    for (var failure : answer.failures()) {
      refused.put(new Digest(failure.imageId().imageDigest()), failure.failureCodeAsString());
    }
    return new Deletion(deleted, refused);
  }

  /** Moves an image to the archive: it can not be pulled until it is restored. */
  public void archive(RepositoryName repository, Digest digest) {
    store(repository, digest, TargetStorageClass.ARCHIVE);
  }

  /** Begins to bring an image back from the archive, which takes up to twenty minutes. */
  public void restore(RepositoryName repository, Digest digest) {
    store(repository, digest, TargetStorageClass.STANDARD);
  }

  private void store(RepositoryName repository, Digest digest, TargetStorageClass target) {
    attempt.deadline().check("UpdateImageStorageClass", repository);
    EcrCalls.call(
        "UpdateImageStorageClass",
        repository + "@" + digest,
        () ->
            ecr.updateImageStorageClass(request ->
                request
                    .repositoryName(repository.value())
                    .imageId(id -> id.imageDigest(digest.value()))
                    .targetStorageClass(target)
                    .overrideConfiguration(EcrCalls.within(attempt))));
  }

  /** Deletes {@code repository}, which must be empty: never by force. */
  public void deleteRepository(RepositoryName repository) {
    attempt.deadline().check("DeleteRepository", repository);
    EcrCalls.call(
        "DeleteRepository",
        repository,
        () ->
            ecr.deleteRepository(request ->
                request
                    .repositoryName(repository.value())
                    .force(false)
                    .overrideConfiguration(EcrCalls.within(attempt))));
  }

  /** Downloads a little of {@code blob} as a pull would; throws when that can not be done. */
  public void probe(RepositoryName repository, Descriptor blob) {
    attempt.deadline().check("GET blob", repository);
    distribution.probe(blob, repository, attempt);
  }
}
