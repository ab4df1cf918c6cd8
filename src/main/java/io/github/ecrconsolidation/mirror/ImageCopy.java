package io.github.ecrconsolidation.mirror;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.FailureKind;
import io.github.ecrconsolidation.ecr.ImageSource;
import io.github.ecrconsolidation.ecr.ImageTarget;
import io.github.ecrconsolidation.ecr.RegistryException;
import io.github.ecrconsolidation.ecr.UploadSession;
import io.github.ecrconsolidation.oci.Descriptor;
import io.github.ecrconsolidation.oci.Digest;
import io.github.ecrconsolidation.oci.Manifest;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Copies one image with everything below it into the consolidated repository: blobs, then manifests
 * from the leaves up, the root last. What is there already is not moved again, so a copy that broke
 * off is finished by the next.
 */
final class ImageCopy {
  /**
   * All blobs of nearly every image at once, so that one round trip asks for them. A mount holds
   * one connection and moves no bytes.
   */
  private static final int PARALLEL_MOUNTS = 50;

  /** A blob that is streamed holds two connections, and memory for what is between them. */
  private static final int PARALLEL_STREAMS = 16;

  /** PutImage is limited to 10 a second for the whole account (ECR service quotas). */
  private static final int PARALLEL_PUTS = 4;

  /**
   * What the HTTP client must be able to hold at once. With fewer, uploads would wait for
   * connections that mounts and downloads hold. Manifests go before and after the blobs.
   */
  static final int CONNECTIONS = PARALLEL_MOUNTS + 2 * PARALLEL_STREAMS;

  private final ImageSource source;
  private final ImageTarget target;
  private final RepositoryName consolidated;
  private final Deadline deadline;

  /** What {@link #readAhead} found. */
  private final Map<Digest, Manifest> ahead = new ConcurrentHashMap<>();

  ImageCopy(
      ImageSource source, ImageTarget target, RepositoryName consolidated, Deadline deadline) {
    this.source = source;
    this.target = target;
    this.consolidated = consolidated;
    this.deadline = deadline;
  }

  /**
   * Reads manifests that will probably be copied, to be called beside the questions whether they
   * will. If that fails, the copy reads them again.
   */
  void readAhead(RepositoryName from, List<Digest> digests) {
    try {
      source.manifests(from, digests).forEach(manifest -> ahead.put(manifest.digest(), manifest));
    } catch (RegistryException _) {
      // It says nothing about an image that perhaps need not be copied.
    }
  }

  /**
   * Copies the image {@code root} of {@code from}, and lets {@code tag} point to it if there is
   * one.
   *
   * @param subjects says which subjects are to be copied before their referrers
   * @throws RegistryException when it is not complete; what was copied is kept
   */
  void copy(RepositoryName from, Digest root, Optional<Tag> tag, Subjects subjects) {
    var graph = graph(from, root, subjects);
    var missing = missing(graph, from);
    transfer(missing, from);
    if (missing.isEmpty() && graph.isProvenByRoot() && putAlone(graph.root(), tag, from)) {
      return;
    }
    graph.generationsBelowRoot().forEach(generation -> putAll(generation, from));
    put(graph.root(), tag, from);
  }

  /**
   * What the legacy repository has and the consolidated one lacks. A foreign layer that even the
   * legacy repository lacks cannot be copied.
   */
  private List<Descriptor> missing(ArtifactGraph graph, RepositoryName from) {
    var all = Stream.concat(graph.blobs().stream(), graph.foreignLayers().stream()).toList();
    var missing = target.missing(consolidated, all);
    var foreign = missing.stream().filter(graph.foreignLayers()::contains).toList();
    var nowhere = Set.copyOf(source.missing(from, foreign));
    return missing.stream().filter(blob -> !nowhere.contains(blob)).toList();
  }

  private ArtifactGraph graph(RepositoryName from, Digest root, Subjects subjects) {
    var manifests = new HashMap<Digest, Manifest>();
    var next = List.of(root);
    while (!next.isEmpty()) {
      deadline.check("copy", from + "@" + root);
      manifests(from, next).forEach(manifest -> manifests.put(manifest.digest(), manifest));
      next = unread(manifests, manifest -> manifest.children().stream());
      if (next.isEmpty()) {
        next =
            unread(manifests, manifest -> manifest.subject().stream()).stream()
                .filter(subjects::isToBring)
                .toList();
      }
    }
    return new ArtifactGraph(root, manifests);
  }

  private List<Manifest> manifests(RepositoryName from, List<Digest> digests) {
    return ahead.keySet().containsAll(digests)
        ? digests.stream().map(ahead::get).toList()
        : source.manifests(from, digests);
  }

  private static List<Digest> unread(
      Map<Digest, Manifest> manifests, Function<Manifest, Stream<Digest>> successors) {
    return manifests.values().stream()
        .flatMap(successors)
        .distinct()
        .filter(digest -> !manifests.containsKey(digest))
        .toList();
  }

  /**
   * The largest first, so that the longest transfer does not begin last. What is not mounted is
   * streamed while other mounts are still asked for.
   */
  private void transfer(List<Descriptor> blobs, RepositoryName from) {
    throwWorst(
        blobs.stream()
            .sorted(comparingLong(Descriptor::sizeBytes).reversed())
            .gather(Gatherers.mapConcurrent(PARALLEL_MOUNTS, blob -> mount(blob, from)))
            .gather(Gatherers.mapConcurrent(PARALLEL_STREAMS, mount -> upload(mount, from))));
  }

  /**
   * A blob for which the mount was asked for.
   *
   * @param session where to upload it, if it was not mounted
   */
  private record Mount(
      Descriptor blob, Optional<UploadSession> session, Optional<RegistryException> failure) {}

  private Mount mount(Descriptor blob, RepositoryName from) {
    try {
      return new Mount(blob, target.mount(blob, from, consolidated), Optional.empty());
    } catch (RegistryException e) {
      return new Mount(blob, Optional.empty(), Optional.of(e));
    }
  }

  private Optional<RegistryException> upload(Mount mount, RepositoryName from) {
    return mount
        .session()
        .map(session -> failure(() -> target.upload(mount.blob(), from, consolidated, session)))
        .orElse(mount.failure());
  }

  /**
   * Puts all of them at once. It is not documented whether ECR takes a referrer before its subject,
   * as the OCI distribution spec demands: what is refused is put again as long as others are taken.
   */
  private void putAll(List<Manifest> generation, RepositoryName from) {
    var left = generation;
    while (!left.isEmpty()) {
      var puts =
          left.stream()
              .gather(
                  Gatherers.mapConcurrent(
                      PARALLEL_PUTS,
                      manifest ->
                          new Put(manifest, failure(() -> put(manifest, Optional.empty(), from)))))
              .toList();
      var refused = puts.stream().filter(Put::isRefusedReferrer).map(Put::manifest).toList();
      var isFinal = refused.size() == left.size();
      throwWorst(puts.stream().filter(it -> isFinal || !it.isRefusedReferrer()).map(Put::failure));
      left = refused;
    }
  }

  /** A manifest that was put, or not. */
  private record Put(Manifest manifest, Optional<RegistryException> failure) {
    boolean isRefusedReferrer() {
      return manifest.subject().isPresent()
          && failure
              .filter(e -> e.kind() == FailureKind.IMAGE || e.isMissingReferencedImages())
              .isPresent();
    }
  }

  /**
   * When no blob was missing, all manifests are probably there too: a second tag for an image costs
   * one PutImage then, not one for each child.
   */
  private boolean putAlone(Manifest root, Optional<Tag> tag, RepositoryName from) {
    try {
      put(root, tag, from);
      return true;
    } catch (RegistryException e) {
      if (e.isMissingReferencedImages()) {
        return false;
      }
      throw e;
    }
  }

  private void put(Manifest manifest, Optional<Tag> tag, RepositoryName from) {
    try {
      target.put(consolidated, manifest, tag);
    } catch (RegistryException e) {
      if (!e.isMissingLayers()) {
        throw e;
      }
      uploadAgain(manifest.blobs(), from);
      target.put(consolidated, manifest, tag);
    }
  }

  /**
   * A mount was granted, but its layer is not found: no second mount would help. Those that the
   * registry knows to be missing, or all, as no code tells which.
   */
  private void uploadAgain(List<Descriptor> blobs, RepositoryName from) {
    var missing = target.missing(consolidated, blobs);
    throwWorst(
        (missing.isEmpty() ? blobs : missing)
            .stream()
                .gather(
                    Gatherers.mapConcurrent(
                        PARALLEL_STREAMS,
                        blob -> failure(() -> target.uploadUnmounted(blob, from, consolidated)))));
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

  /** A failure about the image tells more than one that may pass. */
  private static void throwWorst(Stream<Optional<RegistryException>> failures) {
    // A list first: the work of all is to end before one failure is thrown.
    failures.flatMap(Optional::stream).toList().stream()
        .min(comparing(RegistryException::kind))
        .ifPresent(failure -> {
          throw failure;
        });
  }
}
