package io.github.ecrconsolidation.ecr;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.Repository;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EncryptionType;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;

/**
 * What {@code prove} asks and does as one attempt. What the functions do, too, uses their own code,
 * so that it is their requests that are proven. All methods throw {@link RegistryException}.
 */
public final class EcrProof {
  private final EcrClient ecr;
  private final DistributionClient distribution;
  private final CallContext context;
  private final EcrMirror images;
  private final EcrCleanup cleanup;
  private final EcrReader survey;

  EcrProof(
      EcrClient ecr, DistributionClient distribution, EcrCleanup cleanup, CallContext context) {
    this.ecr = ecr;
    this.distribution = distribution;
    this.context = context;
    this.images = new EcrMirror(ecr, distribution, context);
    this.cleanup = cleanup;
    this.survey = new EcrReader(ecr, context);
  }

  // --- account and repositories

  /** The account whose registry this is. */
  public String account() {
    return EcrCalls.call(
        "DescribeRegistry",
        "registry",
        () ->
            ecr.describeRegistry(request -> request.overrideConfiguration(EcrCalls.within(context)))
                .registryId());
  }

  /** Whether the account's setting lets the registry mount blobs. */
  public boolean mountsBlobs() {
    return survey.mountsBlobs();
  }

  /** The names of all repositories of the account in this region. */
  public List<RepositoryName> repositories() {
    return survey.repositories().stream().map(Repository::name).toList();
  }

  /**
   * Creates a repository that carries its resource tags from its first moment.
   *
   * @param kmsKey encrypts it; without one ECR does
   * @param mutableTags patterns of the tags that may move when all others may not; none: all may
   */
  public void createRepository(
      RepositoryName name,
      Optional<String> kmsKey,
      List<String> mutableTags,
      Map<String, String> tags) {
    EcrCalls.call(
        "CreateRepository",
        name,
        () ->
            ecr.createRepository(request -> {
              request
                  .repositoryName(name.value())
                  .tags(tags.entrySet().stream().map(EcrProof::resourceTag).toList())
                  .overrideConfiguration(EcrCalls.within(context));
              kmsKey.ifPresent(key ->
                  request.encryptionConfiguration(
                      encryption -> encryption.encryptionType(EncryptionType.KMS).kmsKey(key)));
              if (!mutableTags.isEmpty()) {
                request
                    .imageTagMutability(ImageTagMutability.IMMUTABLE_WITH_EXCLUSION)
                    .imageTagMutabilityExclusionFilters(
                        mutableTags.stream().map(EcrProof::exclusion).toList());
              }
            }));
  }

  private static ImageTagMutabilityExclusionFilter exclusion(String pattern) {
    return ImageTagMutabilityExclusionFilter.builder()
        .filterType("WILDCARD")
        .filter(pattern)
        .build();
  }

  private static software.amazon.awssdk.services.ecr.model.Tag resourceTag(
      Map.Entry<String, String> tag) {
    return software.amazon.awssdk.services.ecr.model.Tag.builder()
        .key(tag.getKey())
        .value(tag.getValue())
        .build();
  }

  /** The resource tags of a repository; empty when there is no such repository. */
  public Optional<Map<String, String>> resourceTags(RepositoryName name) {
    return arn(name).map(arn -> ResourceTags.of(ecr, context, arn));
  }

  /** Gives {@code repository}, which must be there, this resource tag besides those that it has. */
  public void tag(RepositoryName repository, String key, String value) {
    var arn =
        arn(repository)
            .orElseThrow(() ->
                RegistryException.failed(
                    "TagResource",
                    repository,
                    "RepositoryNotFoundException",
                    "there is no such repository",
                    null));
    ResourceTags.put(ecr, context, arn, key, value);
  }

  private Optional<String> arn(RepositoryName name) {
    try {
      return Optional.of(ResourceTags.arn(ecr, context, name));
    } catch (RegistryException e) {
      if (e.code().equals("RepositoryNotFoundException")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Deletes an empty repository, as the clean-up does. */
  public void deleteEmptyRepository(RepositoryName name) {
    cleanup.deleteRepository(name);
  }

  /** Deletes a repository with all its images; the caller has made sure whose it is. */
  public void deleteRepository(RepositoryName name) {
    EcrCalls.call(
        "DeleteRepository",
        name,
        () ->
            ecr.deleteRepository(request ->
                request
                    .repositoryName(name.value())
                    .force(true)
                    .overrideConfiguration(EcrCalls.within(context))));
  }

  // --- images

  /** Uploads a blob through {@code /v2/}. */
  public void push(RepositoryName repository, Descriptor blob, byte[] content) {
    distribution.push(blob, content, repository, context);
  }

  /**
   * Puts a manifest.
   *
   * @return the code with which ECR refused it, whatever it is; empty when it was taken
   */
  public Optional<String> put(RepositoryName repository, Manifest manifest, Optional<Tag> tag) {
    try {
      EcrCalls.putImage(ecr, context, repository, manifest, tag);
      return Optional.empty();
    } catch (RegistryException e) {
      if (e.isRefusal()) {
        return Optional.of(e.code());
      }
      throw e;
    }
  }

  /**
   * Brings a blob into another repository as the mirror does, but says when the mount is denied.
   *
   * @return whether it was mounted; else it was copied
   */
  public boolean transfer(Descriptor blob, RepositoryName from, RepositoryName to) {
    var session = distribution.askForMount(blob, from, to, context);
    session.ifPresent(it -> images.upload(blob, from, to, it));
    return session.isEmpty();
  }

  /** Those of {@code blobs} that the repository cannot serve, as the mirror asks. */
  public List<Descriptor> missing(RepositoryName repository, List<Descriptor> blobs) {
    return images.missing(repository, blobs);
  }

  /**
   * The image of a digest by the first request that mirror and clean-up make for it, with its id
   * and for every status. They repeat it in another form if it is refused; here it is not.
   */
  public Optional<Image> describe(RepositoryName repository, Digest digest) {
    return EcrCalls.unless(
        EcrCalls.NO_SUCH_IMAGE,
        () ->
            EcrCalls.call(
                    "DescribeImages",
                    repository,
                    () ->
                        EcrCalls.describeImagesOfEveryStatus(
                            ecr, context, repository, EcrCalls.ids(List.of(digest))))
                .stream()
                .findFirst());
  }

  /** The image of a tag as the mirror asks for it: by its id, whatever its status. */
  public Optional<Image> describe(ImageReference reference) {
    return images.find(reference);
  }

  /** The image of a digest, found in the list of all: no question that is still to be proven. */
  public Optional<Image> find(RepositoryName repository, Digest digest) {
    return EcrCalls.images(ecr, context, repository).stream()
        .filter(image -> image.digest().equals(digest))
        .findFirst();
  }

  /** Moves an image to the archive, as the clean-up does. */
  public void archive(RepositoryName repository, Digest digest) {
    cleanup.archive(repository, digest);
  }

  /**
   * Deletes an image as the clean-up does.
   *
   * @param tags deletes the (digest, tag) pairs; none: the digest with all its tags
   * @return the code of a refusal, or empty
   */
  public Optional<String> delete(RepositoryName repository, Digest digest, Set<Tag> tags) {
    return cleanup
        .delete(repository, List.of(new EcrCleanup.Deletable(digest, tags)))
        .refused()
        .getOrDefault(digest, Set.of())
        .stream()
        .findFirst();
  }

  // --- pulls

  /** Downloads a blob, as the clean-up does to see that storage still has it. */
  public void download(RepositoryName repository, Descriptor blob) {
    cleanup.probe(repository, blob);
  }

  /** Reads a manifest by BatchGetImage, as the mirror does. */
  public void batchGet(RepositoryName repository, Digest digest) {
    images.manifests(repository, List.of(digest));
  }

  /** Reads a manifest through {@code /v2/}, as a client that pulls it. */
  public void pull(RepositoryName repository, Digest digest) {
    distribution.pullManifest(repository, digest, context);
  }
}
