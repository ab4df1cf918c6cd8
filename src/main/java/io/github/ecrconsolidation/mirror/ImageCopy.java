package io.github.ecrconsolidation.mirror;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import io.github.ecrconsolidation.registry.Deadline;
import io.github.ecrconsolidation.registry.ImageSource;
import io.github.ecrconsolidation.registry.ImageTarget;
import io.github.ecrconsolidation.registry.RegistryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Copies one image with everything below it into the consolidated repository: blobs, then manifests
 * from the leaves up, the root last. What is there already is not moved again, so a copy that broke
 * off is finished by the next.
 */
final class ImageCopy {
  /** As wide as most images have layers; a granted mount moves no bytes. */
  private static final int PARALLEL_BLOBS = 16;

  /** PutImage is limited to 10 a second for the whole account (ECR service quotas). */
  private static final int PARALLEL_PUTS = 4;

  private final ImageSource source;
  private final ImageTarget target;
  private final RepositoryName consolidated;
  private final Deadline deadline;

  ImageCopy(
      ImageSource source, ImageTarget target, RepositoryName consolidated, Deadline deadline) {
    this.source = source;
    this.target = target;
    this.consolidated = consolidated;
    this.deadline = deadline;
  }

  /**
   * Copies the image {@code root} of {@code from}, and lets {@code tag} point to it if there is
   * one.
   *
   * @param subjects says which subjects are to be copied before their referrers
   * @throws RegistryException when it is not all there; what was copied stays
   */
  void copy(RepositoryName from, Digest root, Optional<Tag> tag, Subjects subjects) {
    deadline.check("copy", from + "@" + root);
    var graph = graph(from, root, subjects);
    var missing = target.missing(consolidated, graph.blobs());
    transfer(missing, from);
    if (missing.isEmpty() && putAlone(graph.root(), tag)) {
      return;
    }
    graph.generationsBelowRoot().forEach(this::putAll);
    target.put(consolidated, graph.root(), tag);
  }

  private ImageGraph graph(RepositoryName from, Digest root, Subjects subjects) {
    var manifests = new HashMap<Digest, Manifest>();
    var next = List.of(root);
    while (!next.isEmpty()) {
      source.manifests(from, next).forEach(manifest -> manifests.put(manifest.digest(), manifest));
      next = unread(manifests, manifest -> manifest.children().stream());
      if (next.isEmpty()) {
        next =
            unread(manifests, manifest -> manifest.subject().stream()).stream()
                .filter(subjects::isToBring)
                .toList();
      }
    }
    return new ImageGraph(root, manifests);
  }

  private static List<Digest> unread(
      Map<Digest, Manifest> manifests, Function<Manifest, Stream<Digest>> successors) {
    return manifests.values().stream()
        .flatMap(successors)
        .distinct()
        .filter(digest -> !manifests.containsKey(digest))
        .toList();
  }

  /** The largest first, so that the longest transfer does not begin last. */
  private void transfer(List<Descriptor> blobs, RepositoryName from) {
    var failures =
        blobs.stream()
            .sorted(comparingLong(Descriptor::sizeBytes).reversed())
            .gather(
                Gatherers.mapConcurrent(
                    PARALLEL_BLOBS,
                    blob ->
                        failure(() -> {
                          deadline.check("transfer", from + "@" + blob.digest());
                          target.transfer(blob, from, consolidated);
                        })))
            .flatMap(Optional::stream)
            .toList();
    throwWorst(failures);
  }

  private void putAll(List<Manifest> generation) {
    throwWorst(
        generation.stream()
            .gather(
                Gatherers.mapConcurrent(
                    PARALLEL_PUTS,
                    manifest ->
                        failure(() -> target.put(consolidated, manifest, Optional.empty()))))
            .flatMap(Optional::stream)
            .toList());
  }

  /**
   * When no blob was missing, all manifests are probably there too: a second tag for an image costs
   * one PutImage then, not one for each child.
   */
  private boolean putAlone(Manifest root, Optional<Tag> tag) {
    try {
      target.put(consolidated, root, tag);
      return true;
    } catch (RegistryException e) {
      if (e.code().equals("ReferencedImagesNotFoundException")) {
        return false;
      }
      throw e;
    }
  }

  /** An exception would cancel the neighbours, whose work counts. */
  private static Optional<RegistryException> failure(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (RegistryException e) {
      return Optional.of(e);
    }
  }

  /** A permanent failure tells more than a transient one beside it. */
  private static void throwWorst(List<RegistryException> failures) {
    failures.stream()
        .min(comparing(RegistryException::isTransient))
        .ifPresent(failure -> {
          throw failure;
        });
  }
}
