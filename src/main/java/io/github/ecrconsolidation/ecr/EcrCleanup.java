package io.github.ecrconsolidation.ecr;

import static java.util.stream.Collectors.toSet;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.LayerAvailability;
import software.amazon.awssdk.services.ecr.model.TargetStorageClass;

/**
 * ECR in the role of the clean-up, as one attempt: images with their history, proofs about layers,
 * deletion, the archive. It never deletes a repository by force. All methods throw {@link
 * RegistryException}.
 */
public final class EcrCleanup {
  /** Most ids in one call (ECR API reference). */
  public static final int BATCH = EcrCalls.BATCH;

  private final EcrClient ecr;
  private final EcrClient unrepeated;
  private final DistributionClient distribution;
  private final Retries retries;
  private final CallContext context;
  private volatile String arnOfRegistry = "";

  /**
   * @param unrepeated makes every call once only: for calls that must not be repeated without a
   *     look at the registry
   */
  EcrCleanup(
      EcrClient ecr,
      EcrClient unrepeated,
      DistributionClient distribution,
      Retries retries,
      CallContext context) {
    this.retries = retries;
    this.ecr = ecr;
    this.unrepeated = unrepeated;
    this.distribution = distribution;
    this.context = context;
  }

  /**
   * Repeats {@code work} while it throws a transient {@link RegistryException}, with the waits that
   * a single call would be repeated with.
   */
  public <T> T repeating(Supplier<T> work) {
    return retries.call(context, work);
  }

  // --- images

  /** All images of {@code repository}, those in the archive included. Not a pull. */
  public List<Image> images(RepositoryName repository) {
    return EcrCalls.images(ecr, context, repository);
  }

  /**
   * Images as they are described.
   *
   * @param atOnce whether each call answered for all its digests; if not, a digest was missing, the
   *     answers come from many calls, and the first of them may be old
   */
  public record Described(List<Image> images, boolean atOnce) {

    public Described {
      images = List.copyOf(images);
    }
  }

  /** Those of {@code digests} that {@code repository} has now. Not a pull. */
  public Described describe(RepositoryName repository, Collection<Digest> digests) {
    var answers = EcrCalls.inBatches(digests, batch -> List.of(details(repository, batch)));
    return new Described(
        answers.stream().flatMap(answer -> answer.images().stream()).toList(),
        answers.stream().allMatch(Described::atOnce));
  }

  /** A missing id fails the whole call, without saying which: so the call is halved. */
  private Described details(RepositoryName repository, List<Digest> digests) {
    try {
      return new Described(
          EcrCalls.call(
              "DescribeImages",
              repository,
              () -> EcrCalls.describeImages(ecr, context, repository, EcrCalls.ids(digests))),
          true);
    } catch (RegistryException e) {
      if (!e.code().equals(EcrCalls.NO_SUCH_IMAGE)) {
        throw e;
      }
      var half = digests.size() / 2;
      return new Described(
          half == 0
              ? List.of()
              : Stream.of(digests.subList(0, half), digests.subList(half, digests.size()))
                  .flatMap(part -> details(repository, part).images().stream())
                  .toList(),
          false);
    }
  }

  /**
   * The manifests of these digests, each checked against its digest; one that cannot be read is
   * left out. This is a pull: it moves {@code lastRecordedPullTime}.
   */
  public List<Manifest> manifests(RepositoryName repository, Collection<Digest> digests) {
    return EcrCalls.inBatches(
        digests,
        batch -> {
          context.deadline().check("BatchGetImage", repository);
          return ManifestAnswer.readable(EcrCalls.batchGetImage(ecr, context, repository, batch));
        });
  }

  /**
   * Those of {@code digests} that {@code repository} still has, in one call for every hundred: a
   * missing one does not fail it. This is a pull of those that are there, and is made however late
   * it is: what a deletion has done must not stay unknown.
   */
  public Set<Digest> present(RepositoryName repository, Collection<Digest> digests) {
    return EcrCalls.inBatches(
            digests, batch -> EcrCalls.batchGetImage(ecr, context, repository, batch).images())
        .stream()
        .map(image -> new Digest(image.imageId().imageDigest()))
        .collect(toSet());
  }

  // --- layers

  /**
   * Those of {@code blobs} that are not {@code AVAILABLE} in {@code repository}; one that ECR says
   * nothing about is not.
   */
  public Set<Digest> unavailable(RepositoryName repository, Collection<Digest> blobs) {
    var available = inStatus(repository, blobs, EnumSet.of(LayerAvailability.AVAILABLE));
    return blobs.stream().filter(blob -> !available.contains(blob)).collect(toSet());
  }

  /** Those of {@code blobs} that {@code repository} has, in the archive or not. */
  public Set<Digest> presentLayers(RepositoryName repository, Collection<Digest> blobs) {
    return inStatus(
        repository, blobs, EnumSet.of(LayerAvailability.AVAILABLE, LayerAvailability.ARCHIVED));
  }

  private Set<Digest> inStatus(
      RepositoryName repository, Collection<Digest> blobs, Set<LayerAvailability> statuses) {
    return EcrCalls.inBatches(blobs, batch -> EcrCalls.layers(ecr, context, repository, batch))
        .stream()
        .filter(layer -> statuses.contains(layer.layerAvailability()))
        .map(layer -> new Digest(layer.layerDigest()))
        .collect(toSet());
  }

  /** Downloads a little of {@code blob} as a pull would; throws when that cannot be done. */
  public void probe(RepositoryName repository, Descriptor blob) {
    context.deadline().check("GET blob", repository);
    distribution.probe(blob, repository, context);
  }

  // --- resource tags

  /** The resource tags of {@code repository}. */
  public Map<String, String> resourceTags(RepositoryName repository) {
    return ResourceTags.of(ecr, context, arn(repository));
  }

  /** Gives {@code repository} a resource tag, or another value to one it has. */
  public void putResourceTag(RepositoryName repository, String key, String value) {
    ResourceTags.put(ecr, context, arn(repository), key, value);
  }

  /** ARNs differ in the name only, so one is asked for. */
  private String arn(RepositoryName repository) {
    if (arnOfRegistry.isEmpty()) {
      context.deadline().check("DescribeRepositories", repository);
      var arn = ResourceTags.arn(ecr, context, repository);
      arnOfRegistry = arn.substring(0, arn.length() - repository.value().length());
    }
    return arnOfRegistry + repository;
  }

  // --- removal

  /**
   * An image to delete.
   *
   * @param tags those that were proven: with tags, ECR is asked to delete the (digest, tag) pairs,
   *     so that a tag given meanwhile may keep the image; without, the digest
   */
  public record Deletable(Digest digest, Set<io.github.ecrconsolidation.oci.Tag> tags) {

    public Deletable {
      tags = Set.copyOf(tags);
    }

    private Stream<ImageIdentifier> ids() {
      return tags.isEmpty()
          ? EcrCalls.ids(List.of(digest)).stream()
          : tags.stream()
              .sorted()
              .map(tag ->
                  ImageIdentifier.builder()
                      .imageDigest(digest.value())
                      .imageTag(tag.value())
                      .build());
    }
  }

  /**
   * What ECR said about a deletion. It does not say for certain whether an image was removed:
   * whether a (digest, tag) pair removes the tag or the image is documented nowhere.
   *
   * @param deleted each digest of the answer, with the tags it lost
   * @param refused each digest that was refused, with ECR's failure codes
   * @param unnamed failure codes that came without a digest
   */
  public record Deletion(
      Map<Digest, Set<String>> deleted, Map<Digest, Set<String>> refused, Set<String> unnamed) {

    public Deletion {
      deleted = Map.copyOf(deleted);
      refused = Map.copyOf(refused);
      unnamed = Set.copyOf(unnamed);
    }
  }

  /**
   * Deletes these images, in their order and for good. Each call is made once: an answer that is
   * lost leaves it open what was deleted, and nothing may be deleted again without a new proof.
   */
  public Deletion delete(RepositoryName repository, List<Deletable> images) {
    var deleted = new HashMap<Digest, Set<String>>();
    var refused = new HashMap<Digest, Set<String>>();
    var unnamed = new HashSet<String>();
    images.stream()
        .flatMap(Deletable::ids)
        .gather(Gatherers.windowFixed(BATCH))
        .map(ids -> deleteOnce(repository, ids))
        .forEachOrdered(answer -> {
          for (var id : answer.imageIds()) {
            digest(id)
                .map(digest -> deleted.computeIfAbsent(digest, _ -> new HashSet<>()))
                .ifPresent(tags -> Optional.ofNullable(id.imageTag()).ifPresent(tags::add));
          }
          for (var failure : answer.failures()) {
            digest(failure.imageId())
                .map(digest -> refused.computeIfAbsent(digest, _ -> new HashSet<>()))
                .orElse(unnamed)
                .add(String.valueOf(failure.failureCodeAsString()));
          }
        });
    return new Deletion(deleted, refused, unnamed);
  }

  private static Optional<Digest> digest(@Nullable ImageIdentifier id) {
    return Optional.ofNullable(id)
        .flatMap(it -> Optional.ofNullable(it.imageDigest()))
        .map(Digest::new);
  }

  private BatchDeleteImageResponse deleteOnce(
      RepositoryName repository, List<ImageIdentifier> ids) {
    context.deadline().check("BatchDeleteImage", repository);
    return EcrCalls.call(
        "BatchDeleteImage",
        repository,
        () ->
            unrepeated.batchDeleteImage(request ->
                request
                    .repositoryName(repository.value())
                    .imageIds(ids)
                    .overrideConfiguration(EcrCalls.within(context))));
  }

  /** Moves an image to the archive: it cannot be pulled until it is restored. */
  public void archive(RepositoryName repository, Digest digest) {
    store(repository, digest, TargetStorageClass.ARCHIVE);
  }

  /** Begins to bring an image back from the archive, which takes up to twenty minutes. */
  public void restore(RepositoryName repository, Digest digest) {
    store(repository, digest, TargetStorageClass.STANDARD);
  }

  private void store(RepositoryName repository, Digest digest, TargetStorageClass target) {
    context.deadline().check("UpdateImageStorageClass", repository);
    EcrCalls.call(
        "UpdateImageStorageClass",
        repository + "@" + digest,
        () ->
            ecr.updateImageStorageClass(request ->
                request
                    .repositoryName(repository.value())
                    .imageId(id -> id.imageDigest(digest.value()))
                    .targetStorageClass(target)
                    .overrideConfiguration(EcrCalls.within(context))));
  }

  /** Deletes {@code repository}, which must be empty: never by force. */
  public void deleteRepository(RepositoryName repository) {
    context.deadline().check("DeleteRepository", repository);
    try {
      EcrCalls.call(
          "DeleteRepository",
          repository,
          () ->
              ecr.deleteRepository(request ->
                  request
                      .repositoryName(repository.value())
                      .force(false)
                      .overrideConfiguration(EcrCalls.within(context))));
    } catch (RegistryException e) {
      // It was there a moment ago: the answer to an earlier attempt of this call was lost.
      if (!e.code().equals("RepositoryNotFoundException")) {
        throw e;
      }
    }
  }
}
