package io.github.ecrconsolidation.localecr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The registry of one account and region. All rules are here and in {@link Repository}, once; both
 * front ends ask the same methods. Every method is atomic; bytes stream outside the lock, and
 * events leave after it.
 */
public final class EcrStore {
  private final RegistryId registry;
  private final Map<String, Repository> repositories = new TreeMap<>();
  private final Set<String> deniedDownloads = new HashSet<>();
  private final Set<String> unmountable = new HashSet<>();
  private final Set<String> pullTimeExclusions = new TreeSet<>();
  private final BlobFiles files;
  private final Uploads uploads;
  private final Clock clock;
  private final Events events;
  private final Duration activation;
  private final Mounts mounts = new Mounts();
  private final Set<OtherReading> otherReadings = EnumSet.noneOf(OtherReading.class);
  private boolean blobMounting;

  /**
   * @param activation how long a restored image is ACTIVATING (UG: up to about 20 minutes)
   */
  EcrStore(RegistryId registry, BlobFiles files, Clock clock, Events events, Duration activation) {
    this.registry = registry;
    this.files = files;
    this.uploads = new Uploads(files);
    this.clock = clock;
    this.events = events;
    this.activation = activation;
  }

  /** Whose repositories these are. */
  RegistryId registry() {
    return registry;
  }

  /** From now on {@code reading} holds, instead of what the store assumes by default. */
  public synchronized void read(OtherReading reading) {
    otherReadings.add(reading);
  }

  /** Whether {@code reading} holds. */
  synchronized boolean reads(OtherReading reading) {
    return otherReadings.contains(reading);
  }

  // --- repositories and account

  public synchronized void createRepository(RepositorySettings settings) {
    if (repositories.containsKey(settings.name())) {
      throw EcrException.of(
          EcrError.REPOSITORY_ALREADY_EXISTS,
          "The repository with name '%s' already exists".formatted(settings.name()));
    }
    repositories.put(settings.name(), new Repository(settings, clock.instant()));
  }

  synchronized List<Repository> repositories() {
    return List.copyOf(repositories.values());
  }

  synchronized Repository repository(String name) {
    return Optional.ofNullable(repositories.get(name))
        .orElseThrow(() ->
            EcrException.of(
                EcrError.REPOSITORY_NOT_FOUND,
                "The repository with name '%s' does not exist in the registry with id '%s'"
                    .formatted(name, registry.account())));
  }

  /** Deletes an empty repository. */
  public synchronized void deleteRepository(String name) {
    deleteRepository(name, false);
  }

  synchronized Repository deleteRepository(String name, boolean force) {
    var repository = repository(name);
    if (!force && !repository.images().isEmpty()) {
      throw EcrException.of(
          EcrError.REPOSITORY_NOT_EMPTY,
          "The repository with name '%s' cannot be deleted because it still contains images"
              .formatted(name));
    }
    repositories.remove(name);
    doomMounts(
        mount -> mount.source().equals(name),
        OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_REPOSITORY,
        OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_REPOSITORY);
    return repository;
  }

  synchronized Map<String, String> resourceTags(String repository) {
    return Map.copyOf(repository(repository).resourceTags());
  }

  /** Gives {@code repository} resource tags. */
  public synchronized void tagResource(String repository, Map<String, String> tags) {
    repository(repository).resourceTags().putAll(tags);
  }

  /** Takes resource tags from {@code repository}. */
  public synchronized void untagResource(String repository, Collection<String> keys) {
    repository(repository).resourceTags().keySet().removeAll(keys);
  }

  /** From now on other tags of the repository may move. */
  synchronized void mutability(String repository, TagMutability mutability) {
    var changed = repository(repository);
    changed.settings(changed.settings().with(mutability));
  }

  public synchronized void scanOnPush(String repository, boolean onPush) {
    var changed = repository(repository);
    changed.settings(changed.settings().scanOnPush(onPush));
  }

  public synchronized Optional<String> policy(String repository, PolicyKind kind) {
    return Optional.ofNullable(repository(repository).policies().get(kind));
  }

  public synchronized void policy(String repository, PolicyKind kind, String text) {
    repository(repository).policies().put(kind, text);
  }

  synchronized void removePolicy(String repository, PolicyKind kind) {
    repository(repository).policies().remove(kind);
  }

  public synchronized boolean blobMounting() {
    return blobMounting;
  }

  public synchronized void blobMounting(boolean enabled) {
    blobMounting = enabled;
  }

  /** Takes ecr:GetDownloadUrlForLayer on a repository away from every caller. */
  public synchronized void denyDownloads(String repository) {
    deniedDownloads.add(repository);
  }

  /** Answers every mount of this blob with an upload session, for no reason given. */
  public synchronized void refuseMounts(String digest) {
    unmountable.add(digest);
  }

  synchronized void excludeFromPullTime(String principalArn) {
    if (!pullTimeExclusions.add(principalArn)) {
      throw EcrException.of(EcrError.EXCLUSION_ALREADY_EXISTS, principalArn);
    }
  }

  synchronized List<String> pullTimeExclusions() {
    return List.copyOf(pullTimeExclusions);
  }

  // --- images

  /** Every image, whatever its status, ordered by digest. */
  synchronized List<StoredImage> images(String repository) {
    return List.copyOf(repository(repository).images());
  }

  /** A page of those that {@code filter} lets through, in the same order. */
  synchronized Page<StoredImage> images(
      String repository, Predicate<StoredImage> filter, Page.Request request) {
    return Page.of(
        repository(repository).imagesAfter(request.after()).filter(filter),
        StoredImage::digest,
        request);
  }

  /** The digest each tag points at. */
  public synchronized Map<String, String> tags(String repository) {
    return new TreeMap<>(repository(repository).tags());
  }

  /** The digests of all manifests, tagged or not, of any status. */
  public synchronized Set<String> digests(String repository) {
    return new TreeSet<>(images(repository).stream().map(StoredImage::digest).toList());
  }

  /** The exact text of a manifest; unlike a pull, nobody records this. */
  public synchronized String manifest(String repository, String digest) {
    return find(repository, ImageId.ofDigest(digest)).manifest().text();
  }

  synchronized StoredImage find(String repository, ImageId id) {
    return repository(repository).find(id);
  }

  /** Finds what can be pulled: an archived image cannot, and answers 404 on the registry (UG). */
  synchronized StoredImage findActive(String repository, ImageId id) {
    var image = find(repository, id);
    if (!image.isActive(clock.instant())) {
      throw EcrException.of(EcrError.IMAGE_INACCESSIBLE, "the image is archived: " + id);
    }
    return image;
  }

  /** BatchGetImage, a pull unless it is read otherwise. */
  synchronized StoredImage batchGet(String repository, ImageId id) {
    return reads(OtherReading.BATCH_GET_IMAGE_IS_NO_PULL)
        ? findActive(repository, id)
        : pull(repository, id);
  }

  /** GET of a manifest, a pull unless it is read otherwise. */
  synchronized StoredImage getManifest(String repository, ImageId id) {
    return reads(OtherReading.GET_MANIFEST_IS_NO_PULL)
        ? findActive(repository, id)
        : pull(repository, id);
  }

  /** A pull: moves lastRecordedPullTime, by digest too (CR#2390). */
  synchronized StoredImage pull(String repository, ImageId id) {
    var image = findActive(repository, id);
    repository(repository).replace(image.pulled(clock.instant()));
    return image;
  }

  /**
   * Stores a manifest (rules 1 to 3).
   *
   * @param digest what the caller thinks the digest is, to be checked
   */
  public void putImage(
      String repository, StoredManifest manifest, Optional<String> tag, Optional<String> digest) {
    synchronized (this) {
      var target = repository(repository);
      if (!digest.orElse(manifest.digest()).equals(manifest.digest())) {
        throw EcrException.of(
            EcrError.IMAGE_DIGEST_DOES_NOT_MATCH,
            "the digest is %s, not %s".formatted(manifest.digest(), digest.orElseThrow()));
      }
      target.put(manifest, tag, clock.instant(), this::reads);
    }
    events.pushed(repository, manifest, tag, this::reads);
  }

  Deletion deleteImages(String repository, List<ImageId> ids) {
    Deletion deletion;
    synchronized (this) {
      var source = repository(repository);
      deletion = source.delete(ids, this::reads);
      doomMounts(
          mount -> mount.source().equals(repository) && !source.blobs().contains(mount.digest()),
          OtherReading.MOUNTED_LAYERS_DIE_WITH_SOURCE_IMAGE,
          OtherReading.MOUNTED_LAYERS_DIE_A_DAY_AFTER_SOURCE_IMAGE);
    }
    deletion.removed().forEach(removed -> events.deleted(repository, removed));
    return deletion;
  }

  /** Archives or restores; restoring takes the {@code activation} time of the clock. */
  public ImageStatus updateStorageClass(String repository, ImageId id, StorageClass target) {
    StoredImage image;
    var now = clock.instant();
    synchronized (this) {
      image = find(repository, id);
      switch (target) {
        case ARCHIVE -> {
          repository(repository).requireArchivable(image, now);
          image = image.archivedAt(now);
        }
        case STANDARD -> {
          requireArchived(image);
          image = image.activatedAt(now.plus(activation));
        }
      }
      repository(repository).replace(image);
    }
    events.storageClassUpdated(repository, image, target, now);
    return image.status(now);
  }

  private static void requireArchived(StoredImage image) {
    if (!image.archived()) {
      throw EcrException.of(
          EcrError.IMAGE_STORAGE_CLASS_UPDATE_NOT_SUPPORTED, image.digest() + " is not archived");
    }
  }

  synchronized List<StoredImage> referrers(String repository, String subject) {
    return repository(repository).referrers(subject);
  }

  // --- blobs

  /** The digests of all blobs here, referenced or not. */
  public synchronized Set<String> blobs(String repository) {
    return new TreeSet<>(repository(repository).blobs().digests());
  }

  /** Makes a blob disappear, as nothing in ECR should. */
  public synchronized void loseBlob(String repository, String digest) {
    repository(repository).blobs().lose(digest);
  }

  synchronized Availability availability(String repository, String digest) {
    loseDoomedMounts();
    return repository(repository).availability(digest, clock.instant());
  }

  /** What BatchCheckLayerAvailability says. */
  synchronized Availability checkedAvailability(String repository, String digest) {
    var blobs = repository(repository).blobs();
    if (reads(OtherReading.ABSENT_LAYERS_ARE_AVAILABLE) && !blobs.contains(digest)) {
      return Availability.AVAILABLE;
    }
    var mountedOnly = blobs.users(digest).isEmpty() && mounts.isMounted(repository, digest);
    return mountedOnly && reads(OtherReading.MOUNTED_LAYERS_ARE_UNAVAILABLE_UNTIL_REFERENCED)
        ? Availability.UNAVAILABLE
        : availability(repository, digest);
  }

  private void doomMounts(
      Predicate<Mounts.Mount> mounted, OtherReading atOnce, OtherReading later) {
    if (reads(atOnce)) {
      mounts.doom(mounted, clock.instant());
    }
    if (reads(later)) {
      mounts.doom(mounted, clock.instant().plus(Duration.ofDays(1)));
    }
    loseDoomedMounts();
  }

  private void loseDoomedMounts() {
    for (var mount : mounts.takeDue(clock.instant())) {
      Optional.ofNullable(repositories.get(mount.target()))
          .ifPresent(target -> target.blobs().lose(mount.digest()));
    }
  }

  long blobSize(String digest) throws IOException {
    return Files.size(files.file(digest));
  }

  Path blobFile(String digest) {
    return files.file(digest);
  }

  /** What a GET or HEAD of the registry may see; a blob of an archived image alone is not there. */
  synchronized void requireBlob(String repository, String digest) {
    if (availability(repository, digest) != Availability.AVAILABLE) {
      throw EcrException.of(
          EcrError.LAYER_UNKNOWN, "blob unknown to registry: %s".formatted(digest));
    }
  }

  synchronized void requireDownloadAllowed(String repository) {
    if (deniedDownloads.contains(repository)) {
      throw EcrException.of(
          EcrError.ACCESS_DENIED,
          "not authorized to perform: ecr:GetDownloadUrlForLayer on resource: " + repository);
    }
  }

  /** Records the GET of a blob where that counts as a pull of the images that reference it. */
  synchronized void getBlob(String repository, String digest) {
    if (reads(OtherReading.GET_BLOB_IS_A_PULL)) {
      pullImagesOf(repository, digest);
    }
  }

  private void pullImagesOf(String repository, String blob) {
    repository(repository)
        .blobs()
        .users(blob)
        .forEach(image -> pull(repository, ImageId.ofDigest(image)));
  }

  /** The JSON API gives download URLs only for layers of an image (model). */
  synchronized void requireReferenced(String repository, String digest) {
    if (!repository(repository).isReferenced(digest, clock.instant())) {
      throw EcrException.of(
          EcrError.LAYER_INACCESSIBLE,
          "The layer is not available because it is not associated with an image");
    }
  }

  /**
   * Rule 4: true if the blob was mounted. The reason for a false is told nowhere; the least known
   * one is that an image in the source must reference the blob (CR#2860).
   */
  synchronized boolean mount(String target, String source, String digest) {
    var to = repository(target);
    var from = repositories.get(source);
    var mounts =
        blobMounting
            && from != null
            && !from.settings().pullThroughCache()
            && from.settings().encryption().equals(to.settings().encryption())
            && !deniedDownloads.contains(source)
            && !unmountable.contains(digest)
            && from.isReferenced(digest, clock.instant());
    if (mounts) {
      to.blobs().receive(digest);
      this.mounts.add(new Mounts.Mount(target, source, digest));
      if (reads(OtherReading.MOUNT_IS_A_PULL)) {
        pullImagesOf(source, digest);
      }
    }
    return mounts;
  }

  public String startUpload(String repository) throws IOException {
    repository(repository);
    return uploads.start(repository);
  }

  Upload upload(String repository, String id) {
    repository(repository);
    return uploads.find(repository, id);
  }

  /** Ends an upload with its last, possibly empty, part. A blob already here stays as it is. */
  public void finishUpload(String repository, String id, InputStream lastPart, String digest)
      throws IOException {
    repository(repository);
    uploads.finish(repository, id, lastPart, digest);
    synchronized (this) {
      if (availability(repository, digest) == Availability.AVAILABLE) {
        throw EcrException.of(
            EcrError.LAYER_ALREADY_EXISTS,
            "Layer with digest '%s' already exists".formatted(digest));
      }
      repository(repository).blobs().receive(digest);
    }
  }

  void cancelUpload(String repository, String id) throws IOException {
    repository(repository);
    uploads.cancel(repository, id);
  }
}
