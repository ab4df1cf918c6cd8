package io.github.ecrconsolidation.e2e;

import io.github.ecrconsolidation.cleanup.LegacyRepository;
import io.github.ecrconsolidation.json.JsonObject;
import io.github.ecrconsolidation.lambda.CleanupHandler;
import io.github.ecrconsolidation.lambda.LocalFunctions;
import io.github.ecrconsolidation.local.LocalClients;
import io.github.ecrconsolidation.local.LocalEventBus;
import io.github.ecrconsolidation.local.LocalInvocation;
import io.github.ecrconsolidation.localecr.LocalClock;
import io.github.ecrconsolidation.localecr.LocalEcr;
import io.github.ecrconsolidation.localecr.RepositorySettings;
import io.github.ecrconsolidation.localecr.TestImage;
import io.github.ecrconsolidation.mapping.NamespaceTag;
import io.github.ecrconsolidation.template.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.crac.Core;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.Tag;

/** Legacy repositories, a consolidated one that mirrors them, and the clean-up function. */
final class CleanupLandscape implements AutoCloseable {
  static final String CONSOLIDATED = "data-platform-dev";
  static final String BACKEND = "ml-platform/backend";
  static final String WEB = "ml-platform/web";

  /** The cutover is the day everything was pushed. */
  static final String DELETE = "{\"cutoverDate\":\"2026-01-01\",\"mode\":\"delete\"}";

  static final String ARCHIVE = "{\"cutoverDate\":\"2026-01-01\",\"mode\":\"archive\"}";

  final LocalClock clock;
  final List<String> log = new CopyOnWriteArrayList<>();
  final LocalEcr ecr;
  final LocalEventBus bus;
  final EcrClient client;
  private final CleanupHandler cleanup;

  CleanupLandscape() {
    this(Map.of());
  }

  CleanupLandscape(Map<String, String> more) {
    this(Instant.parse("2026-01-01T00:00:00Z"), more);
  }

  /**
   * Begins at {@code begin}, for functions in processes of their own, which have the real clock.
   */
  CleanupLandscape(Instant begin, Map<String, String> more) {
    clock = LocalClock.at(begin);
    ecr = LocalEcr.builder().clock(clock).start();
    client = LocalClients.ecr(ecr.endpoint()).build();
    var environment = new HashMap<>(more);
    environment.put("LEGACY_NAMESPACE", "ml-platform");
    environment.put("CONSOLIDATED_REPOSITORY", CONSOLIDATED);
    try {
      bus = LocalEventBus.start(Template.withDefaults(), (_, _) -> {}, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cleanup =
        LocalFunctions.cleanup(
            environment, ecr.endpoint(), bus.endpoint(), LocalClients.impatient(), clock, log::add);
    for (var repository : List.of(CONSOLIDATED, BACKEND, WEB)) {
      ecr.store().createRepository(RepositorySettings.named(repository));
    }
    tag(CONSOLIDATED, NamespaceTag.KEY, "ml-platform");
    ecr.audit().clear();
  }

  /** Creates the consolidated repository of another environment that mirrors the namespace. */
  void environment(String consolidated) {
    ecr.store().createRepository(RepositorySettings.named(consolidated));
    tag(consolidated, NamespaceTag.KEY, "ml-platform");
    ecr.audit().clear();
  }

  /** Pushes to a legacy repository, and what the mirror would have pushed. */
  TestImage mirrored(String repository, TestImage image, String... tags) {
    ecr.push(repository, image, tags);
    ecr.push(
        CONSOLIDATED,
        image,
        Stream.of(tags)
            .map(tag ->
                tag.startsWith("sha256-")
                    ? tag
                    : repository.substring("ml-platform/".length()) + "-" + tag)
            .toArray(String[]::new));
    return image;
  }

  /** What happens when both repositories are read and planned, before anything is removed. */
  void afterThePlan(Runnable event) {
    // Both, and the consolidated repository: once when they are read, then it before the ramp.
    var calls = new AtomicInteger();
    ecr.faults()
        .on("ListTagsForResource")
        .times(4)
        .after(() -> {
          if (calls.incrementAndGet() == 4) {
            event.run();
          }
        });
  }

  /** What happens as soon as ECR has done the first removal, before its answer. */
  void afterTheFirstRemoval(Runnable event) {
    ecr.faults().on("BatchDeleteImage").once().after(event);
  }

  /** A pull by the old name. */
  void pull(String repository, String tag) {
    client.batchGetImage(request ->
        request
            .repositoryName(repository)
            .imageIds(ImageIdentifier.builder().imageTag(tag).build()));
  }

  /** Lets days pass. */
  void days(int days) {
    clock.advance(Duration.ofDays(days));
  }

  /** Runs the clean-up with all the time it wants, and answers its result. */
  JsonObject run(String input) {
    return JsonObject.parse(
        LocalInvocation.answer(cleanup, input, Duration.ofMinutes(15), log::add));
  }

  /** How many images were removed, by the answer. */
  static long removed(JsonObject result) {
    return result.object("removed").flatMap(sum -> sum.number("images")).orElseThrow();
  }

  /** How many may go, by the answer. */
  static long eligible(JsonObject result) {
    return result.object("eligibleNow").flatMap(sum -> sum.number("images")).orElseThrow();
  }

  /** How many stay for this reason, by the answer. */
  static long kept(JsonObject result, String reason) {
    return result
        .object("kept")
        .flatMap(kept -> kept.object(reason))
        .flatMap(sum -> sum.number("images"))
        .orElse(0L);
  }

  /** The lines of the log of this outcome. */
  List<JsonObject> lines(String outcome) {
    return log.stream()
        .map(JsonObject::parse)
        .filter(line -> line.text("outcome").filter(outcome::equals).isPresent())
        .toList();
  }

  /** The digests of a repository in this storage class. */
  Set<String> images(String repository, ImageStatus status) {
    var digests = new TreeSet<String>();
    client
        .describeImagesPaginator(request ->
            request
                .repositoryName(repository)
                .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY)))
        .imageDetails()
        .stream()
        .filter(detail -> detail.imageStatus() == status)
        .map(ImageDetail::imageDigest)
        .forEach(digests::add);
    return digests;
  }

  /** Puts a repository on hold, by the resource tag's value. */
  void hold(String repository, String value) {
    tag(repository, LegacyRepository.HOLD_TAG, value);
  }

  /** Gives a repository a resource tag. */
  void tag(String repository, String key, String value) {
    client.tagResource(request ->
        request
            .resourceArn("arn:aws:ecr:us-east-1:123456789012:repository/" + repository)
            .tags(Tag.builder().key(key).value(value).build()));
  }

  /** The calls so far that change something, in their order. */
  List<String> writes() {
    var writes = new ArrayList<String>();
    for (var entry : ecr.audit().entries()) {
      if (List.of("BatchDeleteImage", "UpdateImageStorageClass", "DeleteRepository", "PutImage")
          .contains(entry.operation())) {
        writes.add(entry.operation() + " " + entry.repository());
      }
    }
    return writes;
  }

  /** What happens before a snapshot and after its restoration. */
  void snapshot() {
    cleanup.beforeCheckpoint(Core.getGlobalContext());
    cleanup.afterRestore(Core.getGlobalContext());
  }

  @Override
  public void close() {
    client.close();
    bus.close();
    ecr.close();
  }
}
