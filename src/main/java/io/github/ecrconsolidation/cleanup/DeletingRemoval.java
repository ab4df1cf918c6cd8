package io.github.ecrconsolidation.cleanup;

import io.github.ecrconsolidation.cleanup.CleanupDecision.Keep;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.ecr.EcrCleanup;
import io.github.ecrconsolidation.ecr.EcrCleanup.Deletable;
import io.github.ecrconsolidation.ecr.EcrCleanup.Deletion;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Image;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.prove.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes images by their proven tags, and looks what is left of them: ECR's calls succeed in part,
 * and whether a (digest, tag) pair removes the tag or the whole image is documented nowhere.
 */
final class DeletingRemoval implements Removal {
  /** Another tag's deletion, or an earlier attempt whose answer was lost, took the image. */
  private static final Set<String> GONE_ALREADY = Set.of("ImageNotFound");

  private final EcrCleanup registry;
  private final Journal journal;

  DeletingRemoval(EcrCleanup registry, Journal journal) {
    this.registry = registry;
    this.journal = journal;
  }

  @Override
  public Result remove(RepositoryName repository, List<ProvenImage> images) {
    images.forEach(image -> journal.removing(image, Mode.DELETE));
    try {
      var deletion =
          registry.delete(
              repository,
              images.stream().map(it -> new Deletable(it.digest(), it.image().tags())).toList());
      return result(repository, images, deletion, left(repository, images, deletion));
    } catch (RegistryException e) {
      var unknown = "whether it was deleted could not be determined: " + e.getMessage();
      images.forEach(image -> journal.kept(image, KeepReason.UNKNOWN, unknown));
      throw e;
    }
  }

  /**
   * Those of {@code images} that are still there. What the answer does not name, or names as both
   * deleted and refused, is described, too: BatchGetImage leaves out what is archived.
   */
  private Set<Digest> left(RepositoryName repository, List<ProvenImage> images, Deletion deletion) {
    var digests = images.stream().map(ProvenImage::digest).toList();
    var left = new HashSet<>(registry.present(repository, digests));
    var open =
        digests.stream()
            .filter(digest -> !left.contains(digest))
            .filter(digest ->
                deletion.deleted().containsKey(digest) == deletion.refused().containsKey(digest))
            .toList();
    registry.describe(repository, open).images().forEach(image -> left.add(image.digest()));
    return left;
  }

  private Result result(
      RepositoryName repository, List<ProvenImage> images, Deletion deletion, Set<Digest> left) {
    var removed = images.stream().filter(image -> isRemoved(image, deletion, left)).toList();
    var kept = new ArrayList<Keep>();
    var failures = new ArrayList<String>();
    removed.forEach(image -> tagsOfTheLastMoment(image, deletion).ifPresent(failures::add));
    images.stream()
        .filter(image -> !removed.contains(image))
        .forEach(image -> {
          var keep = kept(image, deletion);
          journal.kept(image, keep.reason(), keep.detail());
          kept.add(keep);
          if (keep.reason() == KeepReason.REFUSED) {
            failures.add("%s was not deleted: %s".formatted(image.image(), keep.detail()));
          }
        });
    if (!deletion.unnamed().isEmpty()) {
      failures.add(
          "%s: ECR refused an image without naming it: %s"
              .formatted(repository, deletion.unnamed()));
    }
    return new Result(removed, removed, kept, failures);
  }

  /**
   * An archived image that was refused is not among those left, so that the refusal decides. One of
   * its tags may be refused because it moved on, and the image gone with another.
   */
  private static boolean isRemoved(ProvenImage image, Deletion deletion, Set<Digest> left) {
    return !left.contains(image.digest())
        && (deletion.deleted().containsKey(image.digest())
            || GONE_ALREADY.containsAll(codes(image, deletion)));
  }

  private static Set<String> codes(ProvenImage image, Deletion deletion) {
    return deletion.refused().getOrDefault(image.digest(), Set.of());
  }

  private static Keep kept(ProvenImage image, Deletion deletion) {
    var codes = codes(image, deletion);
    if (codes.contains("ImageReferencedByManifestList")) {
      return keep(image, KeepReason.REFERENCED_BY_KEPT_INDEX, "an index that came lists it");
    }
    if (codes.isEmpty() && !deletion.unnamed().isEmpty()) {
      return keep(image, KeepReason.REFUSED, String.join(", ", deletion.unnamed()));
    }
    var changed =
        codes.isEmpty()
            || codes.contains("ImageTagDoesNotMatchDigest")
            || codes.contains("ImageNotFound");
    return changed
        ? keep(image, KeepReason.CHANGED, "it was tagged in the moment of its deletion")
        : keep(image, KeepReason.REFUSED, String.join(", ", codes));
  }

  private static Keep keep(ProvenImage image, KeepReason reason, String detail) {
    return new Keep(image.image(), reason, detail, Optional.empty());
  }

  /** Where ECR deletes the whole image, a tag that came after the proof is deleted with it. */
  private static Optional<String> tagsOfTheLastMoment(ProvenImage image, Deletion deletion) {
    var proven = image.image().tags();
    return deletion.deleted().getOrDefault(image.digest(), Set.<String>of()).stream()
        .filter(tag -> !Tag.isValid(tag) || !proven.contains(new Tag(tag)))
        .sorted()
        .findFirst()
        .map(tag -> lastMoment(image.image(), image.digest(), tag));
  }

  private static String lastMoment(Image image, Digest digest, String tag) {
    return "%s was tagged %s in the moment of its deletion: the digest %s is in the consolidated repository, but not under this tag; tag it there"
        .formatted(image, tag, digest);
  }
}
