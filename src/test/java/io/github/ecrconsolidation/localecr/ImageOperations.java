package io.github.ecrconsolidation.localecr;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The JSON operations that read images. */
final class ImageOperations {
  private final EcrStore store;
  private final Clock clock;
  private final Paging paging;

  private enum TagStatus {
    TAGGED,
    UNTAGGED,
    ANY;

    boolean matches(StoredImage image) {
      return this == ANY || (this == TAGGED) != image.tags().isEmpty();
    }
  }

  ImageOperations(EcrStore store, Clock clock, Paging paging) {
    this.store = store;
    this.clock = clock;
    this.paging = paging;
  }

  Map<String, Operation> table() {
    return Map.of(
        "DescribeImages",
        Operation.of(
            this::describe, "repositoryName", "imageIds", "nextToken", "maxResults", "filter"),
        "ListImages",
        Operation.of(this::list, "repositoryName", "nextToken", "maxResults", "filter"),
        "BatchGetImage",
        Operation.of(this::batchGet, "repositoryName", "imageIds", "acceptedMediaTypes"),
        "ListImageReferrers",
        Operation.of(
            this::referrers, "repositoryName", "subjectId", "filter", "nextToken", "maxResults"));
  }

  private Output describe(Input in) {
    var repository = in.required("repositoryName");
    var ids = in.objects("imageIds", 0, 100, "imageDigest", "imageTag");
    var filter = imageFilter(in);
    if (!ids.isEmpty()) {
      Paging.refuseWithIds(in);
      if (in.object("filter", "tagStatus", "imageStatus").isPresent()
          && store.reads(OtherReading.IDS_EXCLUDE_A_FILTER)) {
        throw EcrException.of(EcrError.INVALID_PARAMETER, "imageIds and filter exclude each other");
      }
      var beside = besideIds(filter);
      var images = ids.stream().map(Wire::imageId).map(id -> visible(repository, id, beside));
      return new Output().with("imageDetails", details(repository, images));
    }
    var page = store.images(repository, filter, paging.request(in));
    return new Output()
        .with("imageDetails", details(repository, page.rows().stream()))
        .with("nextToken", page.nextToken());
  }

  /** No document says that the filter is honoured beside ids. */
  private Predicate<StoredImage> besideIds(Predicate<StoredImage> filter) {
    return store.reads(OtherReading.STATUS_FILTER_IS_IGNORED_BESIDE_IDS)
        ? image -> StatusFilter.ACTIVE.matches(image.status(clock.instant()))
        : filter;
  }

  /** One id that is not there fails the whole call (rule 7); a hidden status is not there. */
  private StoredImage visible(String repository, ImageId id, Predicate<StoredImage> filter) {
    return Optional.of(store.find(repository, id))
        .filter(filter)
        .orElseThrow(() ->
            EcrException.of(
                EcrError.IMAGE_NOT_FOUND,
                "The image with imageId {%s} does not exist".formatted(id)));
  }

  private List<Output> details(String repository, Stream<StoredImage> images) {
    return images.distinct().map(image -> detail(repository, image)).toList();
  }

  private Output detail(String repository, StoredImage image) {
    var now = clock.instant();
    var detail =
        Wire.named(store, repository)
            .with("imageDigest", image.digest())
            .with("imageSizeInBytes", image.sizeInBytes())
            .with("imageManifestMediaType", image.manifest().type().mediaType())
            .with("artifactMediaType", image.manifest().artifactType())
            .with("subjectManifestDigest", image.manifest().subject())
            .with("imageStatus", image.status(now));
    if (!image.tags().isEmpty()) {
      detail.with("imageTags", List.copyOf(image.tags()));
    }
    image
        .moments()
        .forEach((moment, at) -> {
          if (!at.isAfter(now)) {
            detail.with(moment.name(), at);
          }
        });
    return detail;
  }

  private Output list(Input in) {
    var rows =
        store.images(in.required("repositoryName")).stream()
            .filter(imageFilter(in))
            .flatMap(image -> Repository.ids(image).stream());
    var page =
        Page.of(
            rows, id -> id.digest().orElseThrow() + " " + id.tag().orElse(""), paging.request(in));
    return new Output()
        .with("imageIds", page.rows().stream().map(Wire::imageId).toList())
        .with("nextToken", page.nextToken());
  }

  private Predicate<StoredImage> imageFilter(Input in) {
    var filter = in.object("filter", "tagStatus", "imageStatus");
    var tags =
        filter.flatMap(it -> it.constant("tagStatus", TagStatus.class)).orElse(TagStatus.ANY);
    var status =
        filter
            .flatMap(it -> it.constant("imageStatus", StatusFilter.class))
            .orElse(StatusFilter.ACTIVE);
    return image -> tags.matches(image) && status.matches(image.status(clock.instant()));
  }

  private Output batchGet(Input in) {
    var repository = in.required("repositoryName");
    var ids = in.objects("imageIds", 1, 100, "imageDigest", "imageTag");
    var accepted = in.texts("acceptedMediaTypes", 0, 100);
    store.repository(repository);
    var images = new ArrayList<Output>();
    var failures = new ArrayList<Output>();
    var answered =
        ids.size() > 1 && store.reads(OtherReading.CHILDREN_ARE_LEFT_OUT) ? 1 : ids.size();
    for (var id : ids.stream().limit(answered).map(Wire::imageId).toList()) {
      try {
        images.add(pull(repository, id, accepted));
      } catch (EcrException e) {
        failures.add(Wire.failure(id, e.error(), e.text()));
      }
    }
    return new Output().with("images", images).with("failures", failures);
  }

  /** The image id names the stored image, even if the manifest was translated for the caller. */
  private Output pull(String repository, ImageId id, List<String> accepted) {
    var stored = store.batchGet(repository, id).manifest();
    var given = id.digest().isPresent() ? stored : ManifestConversion.acceptable(stored, accepted);
    var image =
        Wire.image(store, repository, new ImageId(Optional.of(stored.digest()), id.tag()), given);
    return store.reads(OtherReading.MEDIA_TYPE_IN_THE_MANIFEST_ONLY)
        ? image.without("imageManifestMediaType")
        : image;
  }

  /** Direct referrers only; 20 to a page unless asked, 50 at most (model). */
  private Output referrers(Input in) {
    var repository = in.required("repositoryName");
    var subject = in.requiredObject("subjectId", "imageDigest").required("imageDigest");
    var filter = in.object("filter", "artifactTypes", "artifactStatus");
    var types = filter.map(it -> it.texts("artifactTypes", 0, 5)).orElse(List.of());
    var status =
        filter
            .flatMap(it -> it.constant("artifactStatus", StatusFilter.class))
            .orElse(StatusFilter.ACTIVE);
    var found =
        store.referrers(repository, subject).stream()
            .filter(image -> status.matches(image.status(clock.instant())))
            .filter(image ->
                types.isEmpty() || types.contains(image.manifest().artifactType().orElse("")));
    var page = Page.of(found, StoredImage::digest, paging.request(in, 50));
    return new Output()
        .with("referrers", page.rows().stream().map(this::referrer).toList())
        .with("nextToken", page.nextToken());
  }

  private Output referrer(StoredImage image) {
    return Wire.referrer(image.manifest()).with("artifactStatus", image.status(clock.instant()));
  }
}
