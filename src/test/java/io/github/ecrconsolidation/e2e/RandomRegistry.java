package io.github.ecrconsolidation.e2e;

import io.github.ecrconsolidation.cleanup.Cleanup;
import io.github.ecrconsolidation.cleanup.CleanupPolicy;
import io.github.ecrconsolidation.cleanup.CleanupPolicy.Mode;
import io.github.ecrconsolidation.cleanup.CleanupResult;
import io.github.ecrconsolidation.cleanup.Journal;
import io.github.ecrconsolidation.cleanup.KeepReason;
import io.github.ecrconsolidation.cleanup.ProvenImage;
import io.github.ecrconsolidation.cleanup.RunState.Stop;
import io.github.ecrconsolidation.ecr.CallContext;
import io.github.ecrconsolidation.ecr.Deadline;
import io.github.ecrconsolidation.ecr.Ecr;
import io.github.ecrconsolidation.ecr.LocalAccess;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.localecr.EcrException;
import io.github.ecrconsolidation.localecr.Faults;
import io.github.ecrconsolidation.localecr.ImageId;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.StorageClass;
import io.github.ecrconsolidation.localecr.StoreSink;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.localecr.TestImages;
import io.github.ecrconsolidation.mapping.MappedTag.Mapped;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.mapping.TagMapping;
import io.github.ecrconsolidation.oci.ImageReference;
import io.github.ecrconsolidation.oci.RepositoryName;
import io.github.ecrconsolidation.oci.Tag;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * A small registry full of trouble, the same for the same seed: shared children, nested indexes,
 * referrers, signature tags, moved tags, pulls, archived images, and a mirror that missed some of
 * it.
 */
final class RandomRegistry implements AutoCloseable {
  static final String CONSOLIDATED = "data-platform-dev";
  static final List<String> REPOSITORIES =
      List.of("ml-platform/backend", "ml-platform/backend-api", "ml-platform/web");

  final LocalEcr ecr = LocalEcr.start();
  final Set<String> journal = new HashSet<>();

  /**
   * Every tag of an image in the journal, as {@code repository:tag}, and the digest it had then.
   */
  final Map<String, String> removedTags = new HashMap<>();

  /** How many times the journal may still be written to before the power fails. */
  int entriesLeft = Integer.MAX_VALUE;

  private final Map<String, TestImage> pushed = new HashMap<>();
  private final Random random;

  /** One day for all runs, as an operator sets it. */
  private final LocalDate cutover;

  private final SdkHttpClient http = Apache5HttpClient.create();
  private final EcrClient client = LocalClients.ecr(ecr.endpoint()).httpClient(http).build();
  private final Ecr access;
  private final TagMapping mapping =
      new TagMapping(new RepositoryName("ml-platform"), new RepositoryName(CONSOLIDATED), Map.of());
  private final List<RepositoryName> known =
      REPOSITORIES.stream().map(RepositoryName::new).toList();

  /** A run was cut off, as Lambda or a power failure would. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  RandomRegistry(long seed) {
    random = new Random(seed);
    access = LocalAccess.to(ecr, http, LocalClients.impatient());
    ecr.store().blobMounting(true);
    ecr.store().createRepository(RepositorySettings.named(CONSOLIDATED));
    client.tagResource(request ->
        request
            .resourceArn("arn:aws:ecr:us-east-1:123456789012:repository/" + CONSOLIDATED)
            .tags(
                software.amazon.awssdk.services.ecr.model.Tag.builder()
                    .key(NamespaceTag.KEY)
                    .value("ml-platform")
                    .build()));
    for (var repository : REPOSITORIES) {
      ecr.store().createRepository(RepositorySettings.named(repository));
      // The oldest repository owns a tag: see TagMapping.
      ecr.clock().advance(Duration.ofMinutes(1));
    }
    fill();
    cutover = LocalDate.ofInstant(ecr.clock().instant(), ZoneOffset.UTC).minusDays(40);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private void fill() {
    var images = new ArrayList<TestImage>();
    for (var i = 0; i < 6; i++) {
      images.add(TestImages.image("image " + i, 20 + i, 10));
    }
    for (var i = 0; i < 3; i++) {
      images.add(TestImages.index(any(images), any(images.subList(0, 6))));
    }
    images.add(TestImages.twoPlatforms("app", any(List.of(TestImages.Attestations.values()))));
    for (var step = 0; step < 14; step++) {
      ecr.clock().advance(Duration.ofDays(random.nextInt(4)));
      var repository = any(REPOSITORIES);
      var image = any(images);
      switch (random.nextInt(10)) {
        case 0 -> push(repository, image);
        case 1 -> push(repository, TestImages.referrer(image, "application/vnd.sbom"));
        case 2 -> push(repository, TestImages.cosignSignature(image), image.signatureTag(".sig"));
        default -> push(repository, image, any(List.of("v1", "v2", "api-v1", "latest")));
      }
      if (chance(80)) {
        mirror(repository);
      }
      if (chance(15)) {
        pull(repository);
      }
      if (chance(10)) {
        archive(repository);
      }
      if (chance(5)) {
        archive(CONSOLIDATED);
      }
      if (chance(5)) {
        expire();
      }
    }
    ecr.clock().advance(Duration.ofDays(random.nextInt(50)));
  }

  void push(String repository, TestImage image, String... tags) {
    pushed.put(image.digest(), image);
    try {
      image.pushTo(new StoreSink(ecr.store(), repository), tags);
    } catch (EcrException refused) {
      // Such as a layer that was archived: then it was not pushed.
    }
  }

  /** What comes from outside in the middle of a run. */
  void disturb() {
    var repository = any(REPOSITORIES);
    var number = random.nextInt(6);
    var known = TestImages.image("image " + number, 20 + number, 10);
    switch (random.nextInt(5)) {
      case 0 -> push(repository, TestImages.image("late " + random.nextInt(9), 30), "late");
      case 1 -> push(repository, known, "v" + random.nextInt(4));
      case 2 -> push(repository, TestImages.referrer(known, "application/vnd.late"));
      case 3 -> push(repository, TestImages.index(known, TestImages.image("late", 5)), "latest");
      default -> pull(repository);
    }
  }

  /** Lets {@code event} happen right before the call of this number, counted from now. */
  void beforeCall(int number, Runnable event) {
    var calls = new AtomicInteger();
    ecr.faults()
        .on(Faults.ANY)
        .before(() -> {
          if (calls.incrementAndGet() == number) {
            event.run();
          }
        });
  }

  /** An honest mirror that now and then misses a tag, a referrer or an untagged image. */
  private void mirror(String repository) {
    for (var digest : ecr.store().digests(repository)) {
      var image = Optional.ofNullable(pushed.get(digest));
      if (image.isPresent() && chance(93)) {
        var tags =
            ecr.store().tags(repository).entrySet().stream()
                .filter(tag -> tag.getValue().equals(digest))
                .flatMap(tag -> place(repository + ":" + tag.getKey()).stream())
                .filter(_ -> chance(95))
                .toArray(String[]::new);
        push(CONSOLIDATED, image.get(), tags);
      }
    }
  }

  static List<String> children(String manifest) {
    return JsonObject.parse(manifest).objects("manifests").stream()
        .flatMap(child -> child.text("digest").stream())
        .toList();
  }

  private void pull(String repository) {
    var digests = List.copyOf(ecr.store().digests(repository));
    if (!digests.isEmpty()) {
      var id = ImageIdentifier.builder().imageDigest(any(digests)).build();
      client.batchGetImage(request -> request.repositoryName(repository).imageIds(id));
    }
  }

  private void archive(String repository) {
    var digests = List.copyOf(ecr.store().digests(repository));
    if (!digests.isEmpty()) {
      try {
        ecr.store()
            .updateStorageClass(
                repository, ImageId.ofDigest(any(digests)), any(List.of(StorageClass.values())));
      } catch (EcrException refused) {
        // Child of an index, archived already, or not archived at all.
      }
    }
  }

  /** A lifecycle policy of the consolidated repository takes an image away. */
  private void expire() {
    var digests = List.copyOf(ecr.store().digests(CONSOLIDATED));
    if (!digests.isEmpty()) {
      var id = ImageIdentifier.builder().imageDigest(any(digests)).build();
      client.batchDeleteImage(request -> request.repositoryName(CONSOLIDATED).imageIds(id));
    }
  }

  // --- running

  CleanupPolicy policy(Mode mode) {
    return new CleanupPolicy(
        Optional.of(cutover), Duration.ofDays(30), Duration.ofDays(14), mode, 1000, false);
  }

  /**
   * Runs until the ramp lets everything go, a report once; the answers of all runs, the last one
   * last.
   */
  List<CleanupResult> runs(CleanupPolicy policy) {
    var results = new ArrayList<>(List.of(run(policy)));
    while (policy.mode() != Mode.REPORT && results.getLast().stop() == Stop.RAMP_REACHED) {
      results.add(run(policy));
    }
    return results;
  }

  /** Runs once. */
  CleanupResult run(CleanupPolicy policy) {
    var context = new CallContext(Deadline.in(Duration.ofMinutes(10), ecr.clock()));
    return new Cleanup(
            policy,
            mapping,
            access.reader(context),
            access.cleanup(context),
            new Journal() {
              @Override
              public void removing(ProvenImage image, Mode mode) {
                if (entriesLeft-- <= 0) {
                  throw new Killed();
                }
                var repository = image.image().repository();
                journal.add(repository + "@" + image.digest());
                image
                    .image()
                    .tags()
                    .forEach(
                        tag -> removedTags.put(repository + ":" + tag, image.digest().value()));
              }

              @Override
              public void kept(ProvenImage image, KeepReason reason, String detail) {}
            },
            context.deadline())
        .run();
  }

  // --- what the registry holds

  /** All digests of both sides. */
  Set<String> union() {
    var union = new TreeSet<>(ecr.store().digests(CONSOLIDATED));
    REPOSITORIES.forEach(repository -> union.addAll(ecr.store().digests(repository)));
    return union;
  }

  /** Every legacy manifest, as {@code repository@digest}. */
  Set<String> legacy() {
    var legacy = new TreeSet<String>();
    for (var repository : REPOSITORIES) {
      ecr.store().digests(repository).forEach(digest -> legacy.add(repository + "@" + digest));
    }
    return legacy;
  }

  /** Every legacy tag, as {@code repository:tag}, and its digest. */
  Map<String, String> legacyTags() {
    var tags = new TreeMap<String, String>();
    for (var repository : REPOSITORIES) {
      ecr.store()
          .tags(repository)
          .forEach((tag, digest) -> tags.put(repository + ":" + tag, digest));
    }
    return tags;
  }

  /** Where a legacy tag stands in the consolidated repository, if it has a place. */
  Optional<String> place(String legacyTag) {
    var colon = legacyTag.lastIndexOf(':');
    var reference =
        new ImageReference(
            new RepositoryName(legacyTag.substring(0, colon)),
            new Tag(legacyTag.substring(colon + 1)));
    return mapping.map(reference, () -> known) instanceof Mapped(var tag)
        ? Optional.of(tag.value())
        : Optional.empty();
  }

  /** The consolidated images that can be pulled. */
  Set<String> active() {
    var active = new HashSet<String>();
    client
        .describeImagesPaginator(request -> request.repositoryName(CONSOLIDATED))
        .imageDetails()
        .forEach(detail -> active.add(detail.imageDigest()));
    return active;
  }

  Map<String, Object> consolidated() {
    var state = new HashMap<String, Object>();
    state.put("tags", ecr.store().tags(CONSOLIDATED));
    state.put("digests", ecr.store().digests(CONSOLIDATED));
    state.put("active", active());
    return state;
  }

  @Override
  public void close() {
    client.close();
    access.close();
    http.close();
    ecr.close();
  }
}
